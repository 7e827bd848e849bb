import Foundation

/// Values as a person reads them in one language and zone.
struct ValueText {
  let language: Language
  private var clock: WallClock

  init(language: Language, zone: TimeZone) {
    self.language = language
    clock = WallClock(zone: zone)
  }

  /// One line without control characters, whatever the row holds; empty for `none`.
  mutating func callAsFunction(_ value: Value) -> String {
    switch value {
    case .none: return ""
    case .text(let text), .code(let text): return Self.oneLine(text)
    case .json(let text): return Self.oneLine(Self.list(text, language) ?? text)
    case .integer(let number): return String(number)
    case .decimal(let number, let places):
      var bytes: [UInt8] = []
      return ValueBytes.append(number, places: places, to: &bytes) ? String(decoding: bytes, as: UTF8.self) : ""
    case .instant(let date): return clock.text(date, .minute)
    case .deadline(let date): return clock.text(date, .deadline)
    case .flag(let flag): return Self.word(flag, language)
    }
  }

  /// A list of texts as people write one; `nil` for any other JSON.
  private static func list(_ json: String, _ language: Language) -> String? {
    guard json.hasPrefix("["), let texts = try? JSONDecoder().decode([String].self, from: Data(json.utf8)) else {
      return nil
    }
    return texts.isEmpty ? "-" : texts.joined(separator: Text(zh: "、", en: ", ")(language))
  }

  static func word(_ flag: Bool, _ language: Language) -> String {
    (flag ? Text(zh: "是", en: "yes") : Text(zh: "否", en: "no"))(language)
  }

  /// Spaces for line breaks and tabs, `U+FFFD` for what could steer the terminal: an imported cell must not be able to
  /// move the cursor, ring, recolour or turn the writing direction.
  static func oneLine(_ text: String) -> String {
    // 0xC2 opens C1 controls, 0xE2 the separators and direction marks: look closer then.
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }) else { return text }
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09...0x0D, 0x85, 0x2028, 0x2029: line.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: line.append("\u{FFFD}")
      default: line.append(scalar)
      }
    }
    return String(line)
  }
}
