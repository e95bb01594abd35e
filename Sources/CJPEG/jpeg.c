#include "dk_jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

struct failure {
  struct jpeg_error_mgr base;
  jmp_buf place;
  char *text;
};

static void on_error(j_common_ptr info) {
  struct failure *f = (struct failure *)info->err;
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  snprintf(f->text, dk_jpeg_text, "%s", text);
  longjmp(f->place, 1);
}

// The library only warns about missing data and corrupt codes, and paints the rest grey: here they are errors. Its other
// warnings (stray bytes between segments, odd version numbers) leave the picture whole. Level -1 is a warning.
static void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  switch (info->err->msg_code) {
  case JWRN_JPEG_EOF: case JWRN_HIT_MARKER: case JWRN_HUFF_BAD_CODE: case JWRN_ARITH_BAD_CODE: case JWRN_MUST_RESYNC:
    on_error(info);
  }
}

static void catch_errors(struct failure *f, j_common_ptr info, char *text) {
  info->err = jpeg_std_error(&f->base);
  f->base.error_exit = on_error;
  f->base.emit_message = on_message;
  f->text = text;
  text[0] = 0;
}

static unsigned read16(const uint8_t *p, int big) { return big ? (unsigned)p[0] << 8 | p[1] : (unsigned)p[1] << 8 | p[0]; }
static uint32_t read32(const uint8_t *p, int big) {
  return big ? (uint32_t)read16(p, 1) << 16 | read16(p + 2, 1) : (uint32_t)read16(p + 2, 0) << 16 | read16(p, 0);
}

// The orientation (tag 0x0112) in the first directory of an EXIF block, 1 where there is none.
static int orientation_of(const uint8_t *p, size_t size) {
  if (size < 14 || memcmp(p, "Exif\0\0", 6) != 0) return 1;
  p += 6;
  size -= 6;
  int big = p[0] == 'M';
  if (memcmp(p, big ? "MM" : "II", 2) != 0) return 1;
  uint32_t first = read32(p + 4, big);
  if (first > size || size - first < 2) return 1;
  unsigned entries = read16(p + first, big);
  for (unsigned i = 0; i < entries; i++) {
    size_t at = (size_t)first + 2 + 12 * (size_t)i;
    if (at + 12 > size) return 1;
    if (read16(p + at, big) != 0x0112) continue;
    unsigned value = read16(p + at + 8, big);
    return value >= 1 && value <= 8 ? (int)value : 1;
  }
  return 1;
}

static int channels_of(const struct jpeg_decompress_struct *info) {
  if (info->num_components == 1) return 1;
  return info->num_components == 4 ? 4 : 3;
}

static void describe(struct jpeg_decompress_struct *info, dk_jpeg_header *header) {
  header->width = (int)info->image_width;
  header->height = (int)info->image_height;
  header->channels = channels_of(info);
  header->orientation = 1;
  for (jpeg_saved_marker_ptr m = info->marker_list; m; m = m->next) {
    if (m->marker != JPEG_APP0 + 1 || m->data_length < 6 || memcmp(m->data, "Exif\0\0", 6) != 0) continue;
    header->orientation = orientation_of(m->data, m->data_length);
    break;
  }
}

// Opens the file and reads its header; errors jump to the place that was set.
static void begin(struct jpeg_decompress_struct *info, const uint8_t *bytes, size_t count, dk_jpeg_header *header) {
  jpeg_create_decompress(info);
  jpeg_mem_src(info, bytes, count);
  jpeg_save_markers(info, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(info, TRUE);
  describe(info, header);
}

int dk_jpeg_read_header(const uint8_t *bytes, size_t count, dk_jpeg_header *header, char error[dk_jpeg_text]) {
  struct jpeg_decompress_struct info;
  struct failure failure;
  memset(&info, 0, sizeof info);
  catch_errors(&failure, (j_common_ptr)&info, error);
  if (setjmp(failure.place)) {
    jpeg_destroy_decompress(&info);
    return 1;
  }
  begin(&info, bytes, count, header);
  jpeg_destroy_decompress(&info);
  return 0;
}

int dk_jpeg_decode(
    const uint8_t *bytes, size_t count, int denominator, uint8_t *pixels, size_t capacity, dk_jpeg_header *header,
    char error[dk_jpeg_text]) {
  struct jpeg_decompress_struct info;
  struct failure failure;
  memset(&info, 0, sizeof info);
  catch_errors(&failure, (j_common_ptr)&info, error);
  if (setjmp(failure.place)) {
    jpeg_destroy_decompress(&info);
    return 1;
  }
  begin(&info, bytes, count, header);
  info.out_color_space = header->channels == 1 ? JCS_GRAYSCALE : header->channels == 4 ? JCS_CMYK : JCS_RGB;
  info.scale_num = 1;
  info.scale_denom = (unsigned)denominator;
  info.dct_method = JDCT_ISLOW;
  jpeg_start_decompress(&info);
  header->width = (int)info.output_width;
  header->height = (int)info.output_height;
  size_t row = (size_t)info.output_width * (size_t)header->channels;
  if (info.output_components != header->channels || row * info.output_height > capacity) {
    snprintf(error, dk_jpeg_text, "the size changed while decoding");
    jpeg_destroy_decompress(&info);
    return 1;
  }
  while (info.output_scanline < info.output_height) {
    uint8_t *target = pixels + row * info.output_scanline;
    jpeg_read_scanlines(&info, &target, 1);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return 0;
}

int dk_jpeg_encode(
    const uint8_t *pixels, int width, int height, int quality, uint8_t **file, unsigned long *size,
    char error[dk_jpeg_text]) {
  struct jpeg_compress_struct info;
  struct failure failure;
  memset(&info, 0, sizeof info);
  *file = NULL;
  *size = 0;
  catch_errors(&failure, (j_common_ptr)&info, error);
  if (setjmp(failure.place)) {
    jpeg_destroy_compress(&info);
    free(*file);
    *file = NULL;
    return 1;
  }
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, file, size);
  info.image_width = (JDIMENSION)width;
  info.image_height = (JDIMENSION)height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = (JSAMPROW)(pixels + (size_t)info.next_scanline * (size_t)width * 3);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  return 0;
}
