// Channels that move, and sums that broadcast, over activations in the blocked layout [channels / block, pixels, block]. Planes
// are blocks of one channel, a tensor [pixels, channels] is one block of all of them.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Channel target_first + c of target = channel source_first + c of source, for `count` channels; with `adds` it is added.
void dk_copy_channels(
    float *target, size_t target_first, size_t target_block, const float *source, size_t source_first,
    size_t source_block, size_t count, size_t pixels, int adds);

// The extents of activations.
typedef struct { int64_t height, width, channels; } dk_extents;

// target = source, or with `adds` target += source, where an axis of extent 1 of the source counts for all positions of the
// target's. Both are blocked, in blocks of at most 16 channels; the channels that only fill the last block become, or stay, 0.
void dk_broadcast(float *target, dk_extents to, const float *source, dk_extents from, int block, int adds);
// Its backward pass: target = source, or with `adds` target += source, summed in double precision over the axes along which
// the target has extent 1.
void dk_reduce(float *target, dk_extents to, const float *source, dk_extents from, int block, int adds);
