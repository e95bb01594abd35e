#pragma once
#include "dk_hdf5.h"
#include "dk_loops.h"
#include "dk_onednn.h"
