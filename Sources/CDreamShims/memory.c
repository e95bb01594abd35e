#include "dk_memory.h"

#include <malloc.h>

void dk_trim(void) { malloc_trim(0); }
