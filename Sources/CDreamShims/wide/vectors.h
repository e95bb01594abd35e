// What the files of this folder compute with. They are compiled once for each width of the processor's vectors, by
// avx2.c and avx512.c, which say how many floats a vector holds: LANES, the channels in a block of activations.
#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
// The name of a function that is there once for each width.
#define JOINED(name, lanes) name##_##lanes
#define EXPANDED(name, lanes) JOINED(name, lanes)
#define WIDE(name) EXPANDED(name, LANES)

typedef float vector __attribute__((vector_size(4 * LANES)));
typedef float unaligned_vector __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int32_t integers __attribute__((vector_size(4 * LANES)));
typedef uint8_t bytes __attribute__((vector_size(LANES)));

// Comparisons give lanes that are on, all ones, or off, all zeros.
INLINE vector load(const float *p) { return *(const vector *)p; }
INLINE void store(float *p, vector x) { *(vector *)p = x; }
INLINE vector load_anywhere(const float *p) { return *(const unaligned_vector *)p; }
INLINE void store_anywhere(float *p, vector x) { *(unaligned_vector *)p = x; }
INLINE vector zeros(void) { return (vector){0}; }
INLINE vector all(float x) { return x - (vector){0}; }
INLINE vector multiply_add(vector a, vector b, vector c) { return __builtin_elementwise_fma(a, b, c); }
INLINE integers select(integers on, integers a, integers b) { return (on & a) | (~on & b); }
INLINE vector where(integers on, vector x) { return (vector)(on & (integers)x); }
INLINE vector larger(vector a, vector b) { return (vector)select(a > b, (integers)a, (integers)b); }
