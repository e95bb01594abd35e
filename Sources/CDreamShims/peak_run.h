// What peak.c times.
#pragma once

enum { peak_rounds = 4000000, peak_sums = 12 };

// peak_rounds · peak_sums multiplications and additions of vectors of 8 and of 16 floats.
float dk_peak_sums_8(float a, float b);
float dk_peak_sums_16(float a, float b);
