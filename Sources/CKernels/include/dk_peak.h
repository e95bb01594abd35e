// The most float32 multiplications and additions per second that all threads together do in registers: the best of five
// runs of some tens of milliseconds.
#pragma once
double dk_peak(void);
