#pragma once
#include "dk_loops.h"
#include "dk_onednn.h"
