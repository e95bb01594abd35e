// JPEG files to and from 8-bit pixels through libjpeg, whose error handling by longjmp must stay in C.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { dk_jpeg_text = 200 };

typedef struct {
  int width, height;
  int channels;       // of the decoded rows: 1 grey, 3 RGB, 4 CMYK, 255 for no ink as Adobe has it
  int orientation;    // EXIF orientation 1 to 8
} dk_jpeg_header;

// Each returns 0, or 1 with a sentence in `error`.

// Reads what the file says about itself.
int dk_jpeg_read_header(const uint8_t *bytes, size_t count, dk_jpeg_header *header, char error[dk_jpeg_text]);
// Decodes at 1/`denominator` of the size (1, 2, 4 or 8), rounded up, into rows of width · channels bytes; `capacity` is
// the buffer's size. Any damage the library notices is an error.
int dk_jpeg_decode(
    const uint8_t *bytes, size_t count, int denominator, uint8_t *pixels, size_t capacity, dk_jpeg_header *header,
    char error[dk_jpeg_text]);
// Encodes RGB rows; `*file` is to be freed by the caller.
int dk_jpeg_encode(
    const uint8_t *pixels, int width, int height, int quality, uint8_t **file, unsigned long *size,
    char error[dk_jpeg_text]);
