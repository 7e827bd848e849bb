#include "CPhoneNumber.h"

#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// An exception must not reach Swift; the only one that can come is want of memory, and it ends the process here.
extern "C" int hotline_phone_read(const char *digits, char *number, size_t capacity, int *country_code) {
  const PhoneNumberUtil *library = PhoneNumberUtil::GetInstance();
  PhoneNumber parsed;
  // "ZZ": no country of our own, so that nothing but the typed code decides.
  if (library->Parse(digits, "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return HOTLINE_PHONE_NONE;
  std::string e164;
  library->Format(parsed, PhoneNumberUtil::E164, &e164);
  if (e164.size() >= capacity) return HOTLINE_PHONE_NONE;
  std::memcpy(number, e164.c_str(), e164.size() + 1);
  *country_code = parsed.country_code();
  if (library->IsValidNumber(parsed)) return HOTLINE_PHONE_VALID;
  return library->IsPossibleNumber(parsed) ? HOTLINE_PHONE_POSSIBLE : HOTLINE_PHONE_NONE;
}
