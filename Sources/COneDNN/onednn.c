#include "dk_onednn.h"

#include "dk_processor.h"

#include <oneapi/dnnl/dnnl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define TRY(call)                                     \
  do {                                                \
    dnnl_status_t status_ = (call);                   \
    if (status_ != dnnl_success) { status = status_; goto done; } \
  } while (0)

// MARK: The two versions of the library

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t descriptor;
typedef const_dnnl_memory_desc_t descriptor_ref;
#define DESCRIPTOR_REF(d) (d)
static dnnl_status_t make_descriptor(descriptor *d, int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_create_with_tag(d, rank, dims, dnnl_f32, tag);
}
static void drop_descriptor(descriptor d) { if (d) dnnl_memory_desc_destroy(d); }
static size_t descriptor_size(descriptor_ref d) { return dnnl_memory_desc_get_size(d); }
#else
typedef dnnl_memory_desc_t descriptor;
typedef const dnnl_memory_desc_t *descriptor_ref;
#define DESCRIPTOR_REF(d) (&(d))
static dnnl_status_t make_descriptor(descriptor *d, int rank, const dnnl_dims_t dims, dnnl_format_tag_t tag) {
  return dnnl_memory_desc_init_by_tag(d, rank, dims, dnnl_f32, tag);
}
static void drop_descriptor(descriptor d) { (void)d; }
static size_t descriptor_size(descriptor_ref d) { return dnnl_memory_desc_get_size(d); }
#endif

static dnnl_engine_t shared_engine;
static dnnl_stream_t shared_stream;
static pthread_once_t opened = PTHREAD_ONCE_INIT;

// Where the library cannot be opened both stay NULL, and every call that gets them reports it.
static void open_library(void) {
  if (dnnl_engine_create(&shared_engine, dnnl_cpu, 0) != dnnl_success) return;
  if (dnnl_stream_create(&shared_stream, shared_engine, dnnl_stream_default_flags) != dnnl_success)
    shared_stream = NULL;
}

static dnnl_engine_t engine(void) {
  pthread_once(&opened, open_library);
  return shared_engine;
}

static dnnl_stream_t stream(void) {
  pthread_once(&opened, open_library);
  return shared_stream;
}

int dk_onednn_version(void) {
  const dnnl_version_t *v = dnnl_version();
  return v->major * 10000 + v->minor * 100 + v->patch;
}

// MARK: Primitives

enum { most_arguments = 6 };

struct dk_primitive {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  int is_forward, has_weights, has_bias;
  dnnl_exec_arg_t arguments[most_arguments];
  int argument_count;
  // The first layer's gradient comes in the library's own layout and is reordered to planes afterwards.
  descriptor planes;
  dnnl_primitive_desc_t reorder_description;
  dnnl_primitive_t reorder;
  dnnl_exec_arg_t reorder_arguments[2];
};

static dnnl_format_tag_t blocked(void) { return dk_block() == 16 ? dnnl_nChw16c : dnnl_nChw8c; }

static size_t rounded(size_t bytes) { return (bytes + 63) / 64 * 64; }

static descriptor_ref query(const dk_primitive *p, dnnl_query_t what) {
  return dnnl_primitive_desc_query_md(p->description, what, 0);
}

// Attributes of every primitive: scratch memory comes from us; a sum and a ReLU behind if asked for.
static dnnl_status_t make_attributes(dnnl_primitive_attr_t *result, int accumulates, int relu) {
  dnnl_status_t status = dnnl_success;
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_post_ops_t post = NULL;
  TRY(dnnl_primitive_attr_create(&attributes));
  TRY(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user));
  if (accumulates || relu) {
    TRY(dnnl_post_ops_create(&post));
#if DNNL_VERSION_MAJOR >= 3
    if (accumulates) TRY(dnnl_post_ops_append_sum(post, 1, 0, dnnl_data_type_undef));
    if (relu) TRY(dnnl_post_ops_append_eltwise(post, dnnl_eltwise_relu, 0, 0));
#else
    if (accumulates) TRY(dnnl_post_ops_append_sum(post, 1));
    if (relu) TRY(dnnl_post_ops_append_eltwise(post, 1, dnnl_eltwise_relu, 0, 0));
#endif
    TRY(dnnl_primitive_attr_set_post_ops(attributes, post));
  }
done:
  if (post) dnnl_post_ops_destroy(post);
  if (status != dnnl_success && attributes) { dnnl_primitive_attr_destroy(attributes); attributes = NULL; }
  *result = attributes;
  return status;
}

typedef struct {
  descriptor source, destination, weights, bias;
  dnnl_dims_t kernel, strides, dilates, before, after;
} geometry;

static void drop_geometry(geometry *g) {
  drop_descriptor(g->source);
  drop_descriptor(g->destination);
  drop_descriptor(g->weights);
  drop_descriptor(g->bias);
}

static dnnl_status_t make_geometry(geometry *g, const dk_window *w, dnnl_format_tag_t source_tag, int has_weights) {
  dnnl_status_t status = dnnl_success;
  dnnl_dims_t source = {1, w->channels_in, w->height_in, w->width_in};
  dnnl_dims_t destination = {1, w->channels_out, w->height_out, w->width_out};
  dnnl_dims_t weights = {w->channels_out, w->channels_in, w->kernel_h, w->kernel_w};
  dnnl_dims_t bias = {w->channels_out};
  TRY(make_descriptor(&g->source, 4, source, source_tag));
  TRY(make_descriptor(&g->destination, 4, destination, blocked()));
  if (has_weights) {
    TRY(make_descriptor(&g->weights, 4, weights, dnnl_format_tag_any));
    TRY(make_descriptor(&g->bias, 1, bias, dnnl_a));
  }
  g->kernel[0] = w->kernel_h;
  g->kernel[1] = w->kernel_w;
  g->strides[0] = g->strides[1] = w->stride;
  g->before[0] = w->pad_top;
  g->before[1] = w->pad_left;
  g->after[0] = w->pad_bottom;
  g->after[1] = w->pad_right;
done:
  return status;
}

static dnnl_alg_kind_t algorithm_kind(dk_algorithm algorithm) {
  return algorithm == dk_direct ? dnnl_convolution_direct : dnnl_convolution_winograd;
}

static dnnl_status_t convolution_description(
    dnnl_primitive_desc_t *result, const geometry *g, dnnl_prop_kind_t kind, dk_algorithm algorithm, int with_bias,
    dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_convolution_forward_primitive_desc_create(
      result, engine(), kind, algorithm_kind(algorithm), g->source, g->weights, with_bias ? g->bias : NULL,
      g->destination, g->strides, g->dilates, g->before, g->after, attributes);
#else
  dnnl_convolution_desc_t d;
  dnnl_status_t status = dnnl_convolution_forward_desc_init(
      &d, kind, algorithm_kind(algorithm), &g->source, &g->weights, with_bias ? &g->bias : NULL, &g->destination,
      g->strides, g->before, g->after);
  return status != dnnl_success ? status : dnnl_primitive_desc_create(result, &d, attributes, engine(), NULL);
#endif
}

static dk_primitive *finish(dk_primitive *p, dnnl_status_t *status) {
  if (*status == dnnl_success) *status = dnnl_primitive_create(&p->primitive, p->description);
  if (*status == dnnl_success) return p;
  dk_primitive_destroy(p);
  return NULL;
}

int dk_convolution_forward(
    const dk_window *window, dk_algorithm algorithm, const dk_extras *extras, dk_primitive **result) {
  dnnl_status_t status = dnnl_success;
  geometry g = {0};
  dnnl_primitive_attr_t attributes = NULL;
  dk_primitive *p = calloc(1, sizeof *p);
  if (!p) return dnnl_out_of_memory;
  p->is_forward = p->has_weights = 1;
  p->has_bias = extras->bias;
  // The library tells its two Winograd kernels apart by what the convolution is for.
  dnnl_prop_kind_t kind = algorithm == dk_winograd_large ? dnnl_forward_training : dnnl_forward_inference;
  TRY(make_geometry(&g, window, extras->planar ? dnnl_nchw : blocked(), 1));
  TRY(make_attributes(&attributes, extras->accumulates, extras->relu));
  TRY(convolution_description(&p->description, &g, kind, algorithm, extras->bias, attributes));
done:
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  drop_geometry(&g);
  *result = finish(p, &status);
  return status;
}

int dk_convolution_backward(const dk_window *window, dk_algorithm algorithm, int planar, dk_primitive **result) {
  dnnl_status_t status = dnnl_success;
  geometry g = {0};
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_primitive_desc_t hint = NULL;
  dk_primitive *p = calloc(1, sizeof *p);
  if (!p) return dnnl_out_of_memory;
  p->has_weights = 1;
  TRY(make_geometry(&g, window, planar ? dnnl_format_tag_any : blocked(), 1));
  TRY(make_attributes(&attributes, 0, 0));
  TRY(convolution_description(&hint, &g, dnnl_forward_training, algorithm, 0, NULL));
#if DNNL_VERSION_MAJOR >= 3
  TRY(dnnl_convolution_backward_data_primitive_desc_create(
      &p->description, engine(), algorithm_kind(algorithm), g.source, g.weights, g.destination, g.strides, g.dilates,
      g.before, g.after, hint, attributes));
#else
  dnnl_convolution_desc_t d;
  TRY(dnnl_convolution_backward_data_desc_init(
      &d, algorithm_kind(algorithm), &g.source, &g.weights, &g.destination, g.strides, g.before, g.after));
  TRY(dnnl_primitive_desc_create(&p->description, &d, attributes, engine(), hint));
#endif
  if (planar) {
    dnnl_dims_t dims = {1, window->channels_in, window->height_in, window->width_in};
    TRY(make_descriptor(&p->planes, 4, dims, dnnl_nchw));
    TRY(dnnl_reorder_primitive_desc_create(
        &p->reorder_description, query(p, dnnl_query_diff_src_md), engine(), DESCRIPTOR_REF(p->planes), engine(),
        NULL));
    TRY(dnnl_primitive_create(&p->reorder, p->reorder_description));
  }
done:
  if (hint) dnnl_primitive_desc_destroy(hint);
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  drop_geometry(&g);
  *result = finish(p, &status);
  return status;
}

static dnnl_status_t pooling_forward_description(
    dnnl_primitive_desc_t *result, const geometry *g, int is_max, dnnl_primitive_attr_t attributes) {
  dnnl_alg_kind_t kind = is_max ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_pooling_forward_primitive_desc_create(
      result, engine(), dnnl_forward_training, kind, g->source, g->destination, g->strides, g->kernel, g->dilates,
      g->before, g->after, attributes);
#else
  dnnl_pooling_desc_t d;
  dnnl_status_t status = dnnl_pooling_forward_desc_init(
      &d, dnnl_forward_training, kind, &g->source, &g->destination, g->strides, g->kernel, g->before, g->after);
  return status != dnnl_success ? status : dnnl_primitive_desc_create(result, &d, attributes, engine(), NULL);
#endif
}

int dk_pooling_forward(const dk_window *window, int is_max, dk_primitive **result) {
  dnnl_status_t status = dnnl_success;
  geometry g = {0};
  dnnl_primitive_attr_t attributes = NULL;
  dk_primitive *p = calloc(1, sizeof *p);
  if (!p) return dnnl_out_of_memory;
  p->is_forward = 1;
  TRY(make_geometry(&g, window, blocked(), 0));
  TRY(make_attributes(&attributes, 0, 0));
  TRY(pooling_forward_description(&p->description, &g, is_max, attributes));
done:
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  drop_geometry(&g);
  *result = finish(p, &status);
  return status;
}

int dk_pooling_backward(const dk_window *window, int is_max, const dk_primitive *forward, dk_primitive **result) {
  dnnl_status_t status = dnnl_success;
  geometry g = {0};
  dnnl_primitive_attr_t attributes = NULL;
  dk_primitive *p = calloc(1, sizeof *p);
  if (!p) return dnnl_out_of_memory;
  dnnl_alg_kind_t kind = is_max ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
  TRY(make_geometry(&g, window, blocked(), 0));
  TRY(make_attributes(&attributes, 0, 0));
#if DNNL_VERSION_MAJOR >= 3
  TRY(dnnl_pooling_backward_primitive_desc_create(
      &p->description, engine(), kind, g.source, g.destination, g.strides, g.kernel, g.dilates, g.before, g.after,
      forward->description, attributes));
#else
  dnnl_pooling_desc_t d;
  TRY(dnnl_pooling_backward_desc_init(
      &d, kind, &g.source, &g.destination, g.strides, g.kernel, g.before, g.after));
  TRY(dnnl_primitive_desc_create(&p->description, &d, attributes, engine(), forward->description));
#endif
done:
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  drop_geometry(&g);
  *result = finish(p, &status);
  return status;
}

static void drop_memories(dnnl_exec_arg_t *arguments, int count) {
  for (int i = 0; i < count; i++)
    if (arguments[i].memory) dnnl_memory_destroy(arguments[i].memory);
}

void dk_primitive_destroy(dk_primitive *p) {
  if (!p) return;
  drop_memories(p->arguments, p->argument_count);
  drop_memories(p->reorder_arguments, 2);
  if (p->reorder) dnnl_primitive_destroy(p->reorder);
  if (p->reorder_description) dnnl_primitive_desc_destroy(p->reorder_description);
#if DNNL_VERSION_MAJOR >= 3
  drop_descriptor(p->planes);
#endif
  if (p->primitive) dnnl_primitive_destroy(p->primitive);
  if (p->description) dnnl_primitive_desc_destroy(p->description);
  free(p);
}

int dk_is_reference(const dk_primitive *p) {
  const char *name = NULL;
  if (dnnl_primitive_desc_query(p->description, dnnl_query_impl_info_str, 0, &name) != dnnl_success || !name) return 0;
  return strstr(name, "ref") != NULL;
}

// MARK: Memory

size_t dk_scratch_size(const dk_primitive *p) {
  size_t size = rounded(descriptor_size(query(p, dnnl_query_scratchpad_md)));
  if (p->reorder) size += rounded(descriptor_size(query(p, dnnl_query_diff_src_md)));
  return size;
}

size_t dk_workspace_size(const dk_primitive *p) {
  descriptor_ref workspace = query(p, dnnl_query_workspace_md);
  return workspace ? descriptor_size(workspace) : 0;
}

size_t dk_weights_size(const dk_primitive *p) {
  return p->has_weights ? descriptor_size(query(p, dnnl_query_weights_md)) : 0;
}

static uint64_t hashed(uint64_t hash, const void *bytes, size_t count) {  // FNV-1a
  for (size_t i = 0; i < count; i++) hash = (hash ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
  return hash;
}

uint64_t dk_weights_layout(const dk_primitive *p) {
  descriptor_ref layout = query(p, dnnl_query_weights_md);
  uint64_t hash = 14695981039346656037u;
#if DNNL_VERSION_MAJOR < 3
  return hashed(hash, layout, sizeof *layout);
#else
  // A descriptor is opaque. Since version 3.3 its bytes can be had.
#if DNNL_VERSION_MAJOR > 3 || DNNL_VERSION_MINOR >= 3
  uint8_t blob[4096];
  size_t count = sizeof blob;
  if (dnnl_memory_desc_get_blob(blob, &count, layout) == dnnl_success) return hashed(hash, blob, count);
#endif
  // Else the layout is told by its strides and inner blocks, or where it has none, by its size and the primitive's
  // name.
  const char *name = "";
  dnnl_primitive_desc_query(p->description, dnnl_query_impl_info_str, 0, (void *)&name);
  const size_t size = descriptor_size(layout);
  hash = hashed(hashed(hash, name, strlen(name)), &size, sizeof size);
  dnnl_dims_t *strides = NULL, *blocks = NULL, *indices = NULL;
  int count_of_blocks = 0;
  if (dnnl_memory_desc_query(layout, dnnl_query_strides, &strides) == dnnl_success && strides
      && dnnl_memory_desc_query(layout, dnnl_query_inner_nblks_s32, &count_of_blocks) == dnnl_success
      && dnnl_memory_desc_query(layout, dnnl_query_inner_blks, &blocks) == dnnl_success
      && dnnl_memory_desc_query(layout, dnnl_query_inner_idxs, &indices) == dnnl_success) {
    hash = hashed(hash, *strides, 4 * sizeof **strides);
    hash = hashed(hash, *blocks, count_of_blocks * sizeof **blocks);
    hash = hashed(hash, *indices, count_of_blocks * sizeof **indices);
  }
  return hash;
#endif
}

int dk_pack_weights(const dk_primitive *p, const float *kernel, float *packed) {
  dnnl_status_t status = dnnl_success;
  descriptor plain;
  dnnl_memory_t from = NULL, to = NULL;
  dnnl_primitive_desc_t description = NULL;
  dnnl_primitive_t reorder = NULL;
  int has_plain = 0;
  descriptor_ref wanted = query(p, dnnl_query_weights_md);
#if DNNL_VERSION_MAJOR >= 3
  dnnl_dims_t *dims = NULL;
  TRY(dnnl_memory_desc_query(wanted, dnnl_query_dims, &dims));
  TRY(make_descriptor(&plain, 4, *dims, dnnl_oihw));
#else
  TRY(make_descriptor(&plain, 4, wanted->dims, dnnl_oihw));
#endif
  has_plain = 1;
  TRY(dnnl_memory_create(&from, DESCRIPTOR_REF(plain), engine(), (void *)kernel));
  TRY(dnnl_memory_create(&to, wanted, engine(), packed));
  TRY(dnnl_reorder_primitive_desc_create(&description, DESCRIPTOR_REF(plain), engine(), wanted, engine(), NULL));
  TRY(dnnl_primitive_create(&reorder, description));
  dnnl_exec_arg_t arguments[2] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
  TRY(dnnl_primitive_execute(reorder, stream(), 2, arguments));
  TRY(dnnl_stream_wait(stream()));
done:
  if (reorder) dnnl_primitive_destroy(reorder);
  if (description) dnnl_primitive_desc_destroy(description);
  if (from) dnnl_memory_destroy(from);
  if (to) dnnl_memory_destroy(to);
  if (has_plain) drop_descriptor(plain);
  return status;
}

// MARK: Execution

static dnnl_status_t tie(dk_primitive *p, int argument, descriptor_ref layout, const void *pointer) {
  dnnl_memory_t memory = NULL;
  dnnl_status_t status = dnnl_memory_create(&memory, layout, engine(), (void *)pointer);
  if (status != dnnl_success) return status;
  p->arguments[p->argument_count++] = (dnnl_exec_arg_t){argument, memory};
  return dnnl_success;
}

int dk_set_arguments(dk_primitive *p, const dk_operands *o) {
  dnnl_status_t status = dnnl_success;
  drop_memories(p->arguments, p->argument_count);
  drop_memories(p->reorder_arguments, 2);
  p->argument_count = 0;
  p->reorder_arguments[0].memory = p->reorder_arguments[1].memory = NULL;

  char *scratch = o->scratch;
  if (p->is_forward) {
    TRY(tie(p, DNNL_ARG_SRC, query(p, dnnl_query_src_md), o->source));
    TRY(tie(p, DNNL_ARG_DST, query(p, dnnl_query_dst_md), o->destination));
    if (p->has_bias) {
      descriptor_ref bias = dnnl_primitive_desc_query_md(p->description, dnnl_query_weights_md, 1);
      TRY(tie(p, DNNL_ARG_BIAS, bias, o->bias));
    }
  } else {
    float *destination = o->destination;
    if (p->reorder) {
      descriptor_ref own = query(p, dnnl_query_diff_src_md);
      TRY(dnnl_memory_create(&p->reorder_arguments[0].memory, own, engine(), scratch));
      TRY(dnnl_memory_create(&p->reorder_arguments[1].memory, DESCRIPTOR_REF(p->planes), engine(), destination));
      p->reorder_arguments[0].arg = DNNL_ARG_FROM;
      p->reorder_arguments[1].arg = DNNL_ARG_TO;
      destination = (float *)scratch;
      scratch += rounded(descriptor_size(own));
    }
    TRY(tie(p, DNNL_ARG_DIFF_DST, query(p, dnnl_query_diff_dst_md), o->source));
    TRY(tie(p, DNNL_ARG_DIFF_SRC, query(p, dnnl_query_diff_src_md), destination));
  }
  if (p->has_weights) TRY(tie(p, DNNL_ARG_WEIGHTS, query(p, dnnl_query_weights_md), o->weights));
  if (o->workspace) TRY(tie(p, DNNL_ARG_WORKSPACE, query(p, dnnl_query_workspace_md), o->workspace));
  TRY(tie(p, DNNL_ARG_SCRATCHPAD, query(p, dnnl_query_scratchpad_md), scratch));
done:
  return status;
}

int dk_execute(const dk_primitive *p) {
  dnnl_status_t status = dnnl_success;
  TRY(dnnl_primitive_execute(p->primitive, stream(), p->argument_count, p->arguments));
  if (p->reorder) TRY(dnnl_primitive_execute(p->reorder, stream(), 2, p->reorder_arguments));
  TRY(dnnl_stream_wait(stream()));
done:
  return status;
}
