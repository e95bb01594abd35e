#include "dk_http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "late_library.h"

// The part of libcurl that is called, without the first letters of its names: libcurl.easy_init() is curl_easy_init().
#define FUNCTIONS(each)                                                                                              \
  each(global_init) each(easy_init) each(easy_setopt) each(easy_getinfo) each(easy_perform) each(easy_strerror)       \
  each(easy_cleanup) each(slist_append) each(slist_free_all)

#define MEMBER(name) __typeof__(curl_##name) *name;
static struct {
  FUNCTIONS(MEMBER)
} libcurl;

#define SYMBOL(name) {"curl_" #name, (void **)&libcurl.name},
static const struct dk_symbol symbols[] = {FUNCTIONS(SYMBOL)};

static int is_open;
static pthread_once_t opened = PTHREAD_ONCE_INIT;
static void open_library(void) {
  is_open = dk_late_open("libcurl.so.4", symbols, sizeof symbols / sizeof *symbols)
            && libcurl.global_init(CURL_GLOBAL_DEFAULT) == 0;
}

struct transfer {
  CURL *curl;
  const dk_http_request *request;
  const dk_http_sink *sink;
  dk_http_response *response;
  int64_t received;
  int64_t range_start;  // of the part that the server sends, -1 where it does not say
  int began;
};

static size_t on_body(char *bytes, size_t size, size_t count, void *data) {
  struct transfer *t = data;
  size_t length = size * count;
  long status = 0;
  libcurl.easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
  if (status < 200 || status > 299) return length;  // an error page: nobody reads it
  int restart = 0;
  if (!t->began) {
    t->began = 1;
    if (status == 206 && t->range_start != t->request->resume_from) {
      t->response->stopped = 3;
      return 0;
    }
    restart = t->request->resume_from > 0 && status != 206;
    t->received = restart ? 0 : t->request->resume_from;
  }
  if (t->received + (int64_t)length > t->request->most_bytes) {
    t->response->stopped = 2;
    return 0;
  }
  t->received += (int64_t)length;
  if (t->sink->body(t->sink->context, bytes, length, restart)) return length;
  t->response->stopped = 1;
  return 0;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *data) {
  struct transfer *t = data;
  size_t length = size * count;
  if (length > 5 && strncasecmp(bytes, "HTTP/", 5) == 0) {  // a response of its own
    t->response->etag[0] = 0;
    t->range_start = -1;
  }
  static const char range[] = "Content-Range: bytes ";
  if (length > sizeof range && strncasecmp(bytes, range, sizeof range - 1) == 0) {
    int64_t start = 0;
    size_t at = sizeof range - 1;
    for (; at < length && bytes[at] >= '0' && bytes[at] <= '9' && start < INT64_MAX / 16; at++) {
      start = start * 10 + (bytes[at] - '0');
    }
    if (at > sizeof range - 1 && at < length && bytes[at] == '-') t->range_start = start;
  }
  if (length > 5 && strncasecmp(bytes, "ETag:", 5) == 0) {
    const char *first = bytes + 5, *last = bytes + length;
    while (first < last && (*first == ' ' || *first == '\t')) first++;
    while (last > first && (last[-1] == '\r' || last[-1] == '\n' || last[-1] == ' ')) last--;
    size_t n = (size_t)(last - first);
    if (n < sizeof t->response->etag) {
      memcpy(t->response->etag, first, n);
      t->response->etag[n] = 0;
    }
  }
  return length;
}

static int on_progress(void *data, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now) {
  (void)up_total, (void)up_now, (void)now;
  struct transfer *t = data;
  int64_t before = t->began ? t->received : t->request->resume_from;
  int64_t whole = -1;
  if (total > 0) {
    long status = 0;
    libcurl.easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
    whole = (int64_t)total + (status == 206 ? t->request->resume_from : 0);
  }
  t->response->total = whole;
  if (t->sink->progress(t->sink->context, before, whole)) return 0;
  t->response->stopped = 1;
  return 1;
}

void dk_http_fetch(const dk_http_request *request, const dk_http_sink *sink, dk_http_response *response) {
  pthread_once(&opened, open_library);
  memset(response, 0, sizeof *response);
  response->total = -1;
  CURL *curl = is_open ? libcurl.easy_init() : NULL;
  if (!curl) {
    response->curl_code = CURLE_FAILED_INIT;
    return;
  }
  struct transfer t = {curl, request, sink, response, 0, -1, 0};
  char error[CURL_ERROR_SIZE] = "";
  struct curl_slist *headers = NULL;
  libcurl.easy_setopt(curl, CURLOPT_URL, request->url);
  libcurl.easy_setopt(curl, CURLOPT_USERAGENT, request->user_agent);
  libcurl.easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  libcurl.easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  libcurl.easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  libcurl.easy_setopt(curl, CURLOPT_MAXREDIRS, request->most_redirects);
  libcurl.easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  libcurl.easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  libcurl.easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, request->connect_seconds);
  libcurl.easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  libcurl.easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, request->stall_seconds);
  libcurl.easy_setopt(curl, CURLOPT_TIMEOUT, request->total_seconds);
  libcurl.easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  libcurl.easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
  libcurl.easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  libcurl.easy_setopt(curl, CURLOPT_WRITEDATA, &t);
  libcurl.easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  libcurl.easy_setopt(curl, CURLOPT_HEADERDATA, &t);
  libcurl.easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  libcurl.easy_setopt(curl, CURLOPT_XFERINFODATA, &t);
  libcurl.easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  if (request->resume_from > 0) {
    // Not CURLOPT_RESUME_FROM_LARGE: with that, a server that sends the whole body is an error to libcurl.
    char range[32];
    snprintf(range, sizeof range, "%lld-", (long long)request->resume_from);
    libcurl.easy_setopt(curl, CURLOPT_RANGE, range);
    if (request->if_range) {
      char line[dk_http_text + 16];
      strcpy(line, "If-Range: ");
      strncat(line, request->if_range, dk_http_text);
      headers = libcurl.slist_append(headers, line);
      libcurl.easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    }
  }
  CURLcode code = libcurl.easy_perform(curl);
  libcurl.easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response->status);
  response->curl_code = (int)code;
  const char *words = error[0] ? error : libcurl.easy_strerror(code);
  strncpy(response->error, code == CURLE_OK ? "" : words, sizeof response->error - 1);
  libcurl.slist_free_all(headers);
  libcurl.easy_cleanup(curl);
}
