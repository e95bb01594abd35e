#pragma once
#include "dk_http.h"
#include "dk_loops.h"
#include "dk_onednn.h"
