// Swift cannot call C variadics; these give the few curl_easy_setopt and curl_easy_getinfo forms that Hotline uses a type.
#ifndef HOTLINE_CCURL_H
#define HOTLINE_CCURL_H

#include <curl/curl.h>

typedef size_t (*hotline_curl_write)(char *bytes, size_t size, size_t count, void *context);
typedef size_t (*hotline_curl_read)(char *bytes, size_t size, size_t count, void *context);

/// curl_easy_setopt with a long value.
CURLcode hotline_curl_set_long(CURL *handle, CURLoption option, long value);
/// curl_easy_setopt with a string value; curl copies it, but for CURLOPT_POSTFIELDS.
CURLcode hotline_curl_set_string(CURL *handle, CURLoption option, const char *value);
/// curl_easy_setopt with a header list, which must live as long as the transfer.
CURLcode hotline_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
/// CURLOPT_WRITEFUNCTION and CURLOPT_WRITEDATA together.
CURLcode hotline_curl_set_writer(CURL *handle, hotline_curl_write writer, void *context);
/// CURLOPT_HEADERFUNCTION and CURLOPT_HEADERDATA together: of SMTP it gets the server's answers.
CURLcode hotline_curl_set_header_writer(CURL *handle, hotline_curl_write writer, void *context);
/// CURLOPT_READFUNCTION and CURLOPT_READDATA together.
CURLcode hotline_curl_set_reader(CURL *handle, hotline_curl_read reader, void *context);
/// curl_easy_getinfo for CURLINFO_RESPONSE_CODE.
CURLcode hotline_curl_response_code(CURL *handle, long *code);

#endif
