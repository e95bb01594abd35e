// What a function may expect of its caller is asserted at its entry; release builds leave that out.
#pragma once
#if !defined(DEBUG) && !defined(NDEBUG)
#define NDEBUG
#endif
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

// Whether a pointer, which may be NULL, is aligned to so many bytes.
#define is_aligned(pointer, bytes) ((uintptr_t)(pointer) % (size_t)(bytes) == 0)
