"""All map tools by code; a new tool is one file and one line here."""

from collections.abc import Mapping

from landdesk.ui.map.tools.boundary_point_tools import AddVertexTool, DeleteVertexTool
from landdesk.ui.map.tools.delete_tool import DeleteTool
from landdesk.ui.map.tools.divide_tool import DivideTool
from landdesk.ui.map.tools.hole_tool import HoleTool
from landdesk.ui.map.tools.join_tool import JoinTool
from landdesk.ui.map.tools.measure_tool import MeasureTool
from landdesk.ui.map.tools.merge_tool import MergeTool
from landdesk.ui.map.tools.move_edge_tool import MoveEdgeTool
from landdesk.ui.map.tools.move_vertex_tool import MoveVertexTool
from landdesk.ui.map.tools.new_parcel_tool import NewParcelTool
from landdesk.ui.map.tools.reshape_tool import ReshapeTool
from landdesk.ui.map.tools.select_tool import SelectTool
from landdesk.ui.map.tools.split_tool import SplitTool
from landdesk.ui.map.tools.strip_tool import StripTool
from landdesk.ui.map.tools.tool import MapTool

TOOLS: Mapping[str, type[MapTool]] = {
    tool.code: tool
    for tool in (
        SelectTool,
        MoveVertexTool,
        SplitTool,
        MergeTool,
        DeleteTool,
        AddVertexTool,
        DeleteVertexTool,
        MoveEdgeTool,
        ReshapeTool,
        JoinTool,
        DivideTool,
        NewParcelTool,
        HoleTool,
        MeasureTool,
        StripTool,
    )
}
