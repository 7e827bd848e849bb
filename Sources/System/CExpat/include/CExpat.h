#pragma once
#include <expat.h>
#include <stddef.h>

/// A namespace-aware parser that fails with XML_ERROR_NO_MEMORY where it would keep more than `limit` bytes.
///
/// In C, because expat's memory functions get nothing that says whose memory it is: the count is a variable of the
/// thread, and Swift has none. A parser made within another's callback, on one thread, begins the count anew.
XML_Parser bounded_parser_create(XML_Char separator, size_t limit);
