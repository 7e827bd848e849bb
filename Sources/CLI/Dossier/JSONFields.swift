import EventCodec
import Foundation

/// The fields of a JSON object in plain words: one line a field, nested things on one line, instants as the wall clock
/// shows them.
struct JSONFields {
  private let members: [(key: String, value: Any)]
  private let zone: TimeZone

  init(_ json: String, _ zone: TimeZone) {
    self.zone = zone
    let object = try? JSONSerialization.jsonObject(with: Data(json.utf8))
    // Not an object: our events have none such, a library's may.
    members = (object as? [String: Any])?.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } ?? [("", json)]
  }

  /// `name: value`, with the names in a language.
  func lines(_ language: Language) -> [(label: String, value: String)] {
    members.flatMap { key, value -> [(label: String, value: String)] in
      // What somebody's list had beside the fields we know stands under its own headings.
      if key == "fields", let more = value as? [String: Any] {
        return more.sorted { $0.key < $1.key }.map {
          (EventWords.field($0.key)(language), text($0.value, language))
        }
      }
      let label = EventWords.field(key)(language)
      guard let list = value as? [Any], list.count > 1, list.first is [String: Any] else {
        return [(label, text(value, language))]
      }
      return list.enumerated().map { ("\(label) \($0.offset + 1)", text($0.element, language)) }
    }
  }

  /// `key=value` pairs with the keys as stored, for one line.
  func summary(without hidden: Set<String>) -> String {
    members.filter { !hidden.contains($0.key) }.map { "\($0.key)=\(text($0.value, nil))" }.joined(separator: " ")
  }

  /// - Parameter language: of the names inside; `nil` for the stored ones.
  private func text(_ value: Any, _ language: Language?) -> String {
    switch value {
    case let text as String:
      guard let instant = InstantText.parseUTC(text) else { return text }
      var clock = WallClock(zone: zone)
      return clock.text(instant, .minute)
    case let list as [Any]: return list.map { text($0, language) }.joined(separator: ", ")
    case let object as [String: Any]:
      return object.sorted { $0.key < $1.key }.map { key, value in
        // A number says itself what it is.
        guard key != "number" else { return text(value, language) }
        return "\(language.map { EventWords.field(key)($0) } ?? key) \(text(value, language))"
      }.joined(separator: ", ")
    case is NSNull: return "-"
    default: return "\(value)"
    }
  }
}
