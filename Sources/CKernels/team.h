// The entry points that compilers call for a parallel region in OpenMP's GNU runtime, which oneDNN brings along:
// sharing its team avoids a second pool that would fight with it for the cores.
#pragma once

// Runs body(data) on so many threads, 0 for all; the flags are 0.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_max_threads(void);
extern void omp_set_num_threads(int count);
