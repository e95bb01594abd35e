#include "dk_channels.h"

#include "dk_loops.h"

#include <assert.h>
#include <string.h>

// Where a channel's values begin; they are `block` floats apart.
static size_t channel_start(size_t channel, size_t block, size_t pixels) {
  return channel / block * block * pixels + channel % block;
}

void dk_copy_channels(
    float *target, size_t target_first, size_t target_block, const float *source, size_t source_first,
    size_t source_block, size_t count, size_t pixels, int adds) {
  for (size_t channel = 0; channel < count;) {
    float *to = target + channel_start(target_first + channel, target_block, pixels);
    const float *from = source + channel_start(source_first + channel, source_block, pixels);
    size_t block = target_block;
    if (block == source_block && count - channel >= block && (target_first + channel) % block == 0 &&
        (source_first + channel) % block == 0) {
      // A complete block is contiguous.
      if (adds)
        dk_add(to, from, block * pixels);
      else
        memcpy(to, from, block * pixels * sizeof *to);
      channel += block;
      continue;
    }
    for (size_t i = 0; i < pixels; i++)
      to[i * target_block] = from[i * source_block] + (adds ? to[i * target_block] : 0);
    channel++;
  }
}

static int is_same(dk_extents a, dk_extents b) {
  return a.height == b.height && a.width == b.width && a.channels == b.channels;
}
static size_t blocked_floats(dk_extents e, int block) {
  return (size_t)((e.channels + block - 1) / block * block * e.height * e.width);
}
// Copies or adds activations of the same extents.
static void move(float *target, const float *source, size_t count, int adds) {
  if (adds)
    dk_add(target, source, count);
  else
    memcpy(target, source, count * sizeof *target);
}

void dk_broadcast(float *target, dk_extents to, const float *source, dk_extents from, int block, int adds) {
  if (is_same(to, from)) {
    move(target, source, blocked_floats(to, block), adds);
    return;
  }
  for (int64_t c = 0; c < to.channels; c += block) {
    int64_t real = to.channels - c < block ? to.channels - c : block;
    const float *group = source + (from.channels == 1 ? 0 : c * from.height * from.width);
    int64_t step = from.channels == 1 ? 0 : 1;
    for (int64_t y = 0; y < to.height; y++)
      for (int64_t x = 0; x < to.width; x++, target += block) {
        const float *values =
            group + ((from.height == 1 ? 0 : y) * from.width + (from.width == 1 ? 0 : x)) * block;
        for (int64_t lane = 0; lane < block; lane++) {
          float value = lane < real ? values[lane * step] : 0;
          target[lane] = adds ? target[lane] + value : value;
        }
      }
  }
}

// The positions of an axis that one position of the target stands for.
struct span { int64_t first, last; };
static struct span span(int64_t position, int64_t to, int64_t from) {
  return to == 1 ? (struct span){0, from} : (struct span){position, position + 1};
}

void dk_reduce(float *target, dk_extents to, const float *source, dk_extents from, int block, int adds) {
  assert(block <= 16);
  if (is_same(to, from)) {
    move(target, source, blocked_floats(to, block), adds);
    return;
  }
  int joins = to.channels == 1 && from.channels > 1;
  for (int64_t c = 0; c < to.channels; c += block)
    for (int64_t y = 0; y < to.height; y++)
      for (int64_t x = 0; x < to.width; x++, target += block) {
        double sums[16] = {0}, total = 0;
        struct span rows = span(y, to.height, from.height), columns = span(x, to.width, from.width);
        for (int64_t group = c; group < (joins ? from.channels : c + 1); group += block)
          for (int64_t row = rows.first; row < rows.last; row++)
            for (int64_t column = columns.first; column < columns.last; column++) {
              const float *values = source + ((group / block * from.height + row) * from.width + column) * block;
              for (int64_t lane = 0; lane < block && group + lane < from.channels; lane++)
                sums[lane] += (double)values[lane];
            }
        for (int64_t lane = 0; lane < block; lane++) total += sums[lane];
        for (int64_t lane = 0; lane < block; lane++) {
          float sum = (float)(!joins ? sums[lane] : lane == 0 ? total : 0);
          target[lane] = adds ? target[lane] + sum : sum;
        }
      }
}
