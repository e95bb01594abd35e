#pragma once
#include "dk_hdf5.h"
#include "dk_http.h"
#include "dk_jpeg.h"
#include "dk_loops.h"
#include "dk_onednn.h"
#include "dk_peak.h"
#include "dk_winograd.h"
