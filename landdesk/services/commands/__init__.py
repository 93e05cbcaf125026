"""Every command and the function that answers it; one file per verb, one line here.

A handler reads what it needs, returns the change set and writes nothing.
"""

from collections.abc import Callable
from typing import Any

from landdesk.domain import commands as c
from landdesk.domain.change import ChangeSet
from landdesk.services.commands.add_land_user import add_land_user
from landdesk.services.commands.add_vertex import add_vertex
from landdesk.services.commands.answer_request import answer_request
from landdesk.services.commands.ask_office import ask_office
from landdesk.services.commands.ask_reclassification import ask_reclassification
from landdesk.services.commands.close_work_item import close_work_item
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.cut_hole import cut_hole
from landdesk.services.commands.cut_strip import cut_strip
from landdesk.services.commands.delete_parcel import delete_parcel
from landdesk.services.commands.delete_vertex import delete_vertex
from landdesk.services.commands.divide_parcel import divide_parcel
from landdesk.services.commands.edit_record import edit_record
from landdesk.services.commands.fit_parcel import fit_parcel
from landdesk.services.commands.join_nodes import join_nodes
from landdesk.services.commands.link_shape import link_many, link_shape
from landdesk.services.commands.mend_map import mend_map
from landdesk.services.commands.merge_parcels import merge_parcels
from landdesk.services.commands.move_edge import move_edge
from landdesk.services.commands.move_vertex import move_vertex
from landdesk.services.commands.new_parcel import new_parcel
from landdesk.services.commands.remove_land_user import remove_land_user
from landdesk.services.commands.reshape_boundary import reshape_boundary
from landdesk.services.commands.set_land_user import set_land_user
from landdesk.services.commands.set_parcel import set_parcel
from landdesk.services.commands.split_parcel import split_parcel
from landdesk.services.commands.take_delivery import take_delivery
from landdesk.services.commands.unify_parties import unify_parties
from landdesk.services.commands.unlink_shape import unlink_shape
from landdesk.services.commands.waive_finding import waive_finding, withdraw_waiver
from landdesk.services.commands.withdraw_request import withdraw_request

__all__ = ["HANDLERS", "EditContext", "handle"]

HANDLERS: dict[type[c.Command], Callable[[Any, EditContext], ChangeSet]] = {
    c.SetParcel: set_parcel,
    c.AddLandUser: add_land_user,
    c.SetLandUser: set_land_user,
    c.RemoveLandUser: remove_land_user,
    c.MoveVertex: move_vertex,
    c.SplitParcel: split_parcel,
    c.MergeParcels: merge_parcels,
    c.DeleteParcel: delete_parcel,
    c.CloseWorkItem: close_work_item,
    c.AskReclassification: ask_reclassification,
    c.AskOffice: ask_office,
    c.AnswerRequest: answer_request,
    c.WithdrawRequest: withdraw_request,
    c.EditRecord: edit_record,
    c.BulkEdit: edit_record,
    c.EnterCertificate: edit_record,
    c.AddVertex: add_vertex,
    c.DeleteVertex: delete_vertex,
    c.MoveEdge: move_edge,
    c.ReshapeBoundary: reshape_boundary,
    c.JoinNodes: join_nodes,
    c.FitParcel: fit_parcel,
    c.LinkShape: link_shape,
    c.LinkMany: link_many,
    c.UnlinkShape: unlink_shape,
    c.DivideParcel: divide_parcel,
    c.NewParcel: new_parcel,
    c.CutHole: cut_hole,
    c.TakeDelivery: take_delivery,
    c.CutStrip: cut_strip,
    c.WaiveFinding: waive_finding,
    c.MendRecord: edit_record,
    c.MendMap: mend_map,
    c.UnifyParties: unify_parties,
    c.WithdrawWaiver: withdraw_waiver,
}


def handle(command: c.Command, context: EditContext) -> ChangeSet:
    """Return the change set that answers a command.

    Raises:
        RefusedError: The command is not possible in the present state.
        InvalidInputError: A value of the command is not what it should be.
    """
    return HANDLERS[type(command)](command, context)
