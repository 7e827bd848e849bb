// libphonenumber speaks C++, whose headers the Swift compiler cannot import. This is the one question Hotline has.
#ifndef HOTLINE_CPHONENUMBER_H
#define HOTLINE_CPHONENUMBER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What the library knows of a number.
enum {
  /// No number of any country.
  HOTLINE_PHONE_NONE = 0,
  /// The length fits its country, the digits are in no range known to be in use.
  HOTLINE_PHONE_POSSIBLE = 1,
  /// In a range that is in use.
  HOTLINE_PHONE_VALID = 2,
};

/// Reads `+` and digits, ended by NUL. Writes E.164 with its NUL into `number` (17 bytes are enough), and the country
/// calling code that it found. Safe from any thread; the first call takes some milliseconds to unpack the metadata.
int hotline_phone_read(const char *digits, char *number, size_t capacity, int *country_code);

#ifdef __cplusplus
}
#endif

#endif
