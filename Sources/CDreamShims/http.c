#include "dk_http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static pthread_once_t opened = PTHREAD_ONCE_INIT;
static void open_library(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

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
  curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
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
    curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
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
  CURL *curl = curl_easy_init();
  if (!curl) {
    response->curl_code = CURLE_FAILED_INIT;
    strcpy(response->error, "the HTTP library did not start");
    return;
  }
  struct transfer t = {curl, request, sink, response, 0, -1, 0};
  char error[CURL_ERROR_SIZE] = "";
  struct curl_slist *headers = NULL;
  curl_easy_setopt(curl, CURLOPT_URL, request->url);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, request->user_agent);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, request->most_redirects);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, request->connect_seconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, request->stall_seconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, request->total_seconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &t);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &t);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &t);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  if (request->resume_from > 0) {
    // Not CURLOPT_RESUME_FROM_LARGE: with that, a server that sends the whole body is an error to libcurl.
    char range[32];
    snprintf(range, sizeof range, "%lld-", (long long)request->resume_from);
    curl_easy_setopt(curl, CURLOPT_RANGE, range);
    if (request->if_range) {
      char line[dk_http_text + 16];
      strcpy(line, "If-Range: ");
      strncat(line, request->if_range, dk_http_text);
      headers = curl_slist_append(headers, line);
      curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    }
  }
  CURLcode code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response->status);
  response->curl_code = (int)code;
  const char *words = error[0] ? error : curl_easy_strerror(code);
  strncpy(response->error, code == CURLE_OK ? "" : words, sizeof response->error - 1);
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
}
