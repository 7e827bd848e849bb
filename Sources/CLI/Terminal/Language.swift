import ArgumentParser

/// The language a person reads; events and machine formats hold codes and do not depend on it.
enum Language: String, CaseIterable, Sendable, ExpressibleByArgument {
  case zh, en

  /// The flag decides, then `HOTLINE_LANG`, then the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`, the first one set); else English.
  static func chosen(flag: Language?, environment: [String: String]) -> Language {
    if let flag { return flag }
    if let own = environment["HOTLINE_LANG"].flatMap(named) { return own }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale.flatMap(named) ?? .en
  }

  /// Reads `zh`, `zh_CN.UTF-8`, `en-GB`; nil for a language we do not speak.
  private static func named(_ locale: String) -> Language? {
    Language(rawValue: locale.prefix { $0 != "_" && $0 != "-" && $0 != "." && $0 != "@" }.lowercased())
  }
}
