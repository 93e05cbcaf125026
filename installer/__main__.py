import sys,time
from installer import payload
from installer.pins import *
from installer.trees import *
for p in (LINUX,WINDOWS):
    t=time.time(); r=payload.build(p,check_list=False); print(p.name,r,megabytes(size_below(r)),time.time()-t)
    payload.write_list(p,r)
