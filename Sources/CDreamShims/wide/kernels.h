// All kernels, for one width of vectors.
#include "vectors.h"
#include "products.h"

#include "direct.h"
#include "image_gradient.h"
#include "max_pool.h"
#include "peak.h"
#include "winograd.h"
