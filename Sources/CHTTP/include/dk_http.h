// One HTTP transfer through libcurl, whose variadic calls Swift cannot make.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *url;
  const char *user_agent;
  int64_t resume_from;        // bytes that are there already, 0 for none
  const char *if_range;       // the ETag those bytes belong to, or NULL
  int64_t most_bytes;         // of the whole body
  long most_redirects;
  long connect_seconds;       // until there is a connection
  long stall_seconds;         // without a byte arriving
  long total_seconds;         // 0 for no limit
} dk_http_request;

enum { dk_http_text = 256 };

typedef struct {
  int curl_code;              // 0 where the transfer ended well, CURLE_FAILED_INIT where libcurl is missing
  long status;                // of the last response
  int64_t total;              // of the whole body, -1 where the server does not say
  char etag[dk_http_text];
  char error[dk_http_text];   // libcurl's words
  int stopped;                // 1: a callback said stop; 2: the body is larger than most_bytes;
                              // 3: the server resumed at another place
} dk_http_response;

typedef struct {
  void *context;
  // Receives the body of a 2xx response piece by piece; `restart` is 1 on the first piece where the server sends the
  // body from its beginning although `resume_from` was given. Returns 0 to stop.
  int (*body)(void *context, const void *bytes, size_t count, int restart);
  // Called often, with the bytes that are there and the whole (-1 where unknown). Returns 0 to stop.
  int (*progress)(void *context, int64_t received, int64_t total);
} dk_http_sink;

// Only http and https, also after redirects; certificates are verified.
void dk_http_fetch(const dk_http_request *request, const dk_http_sink *sink, dk_http_response *response);
