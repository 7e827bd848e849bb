import BackOffice
import Domain
import Foundation

/// What the book says, in words for people; codes stay what they are.
enum PartyWords {
  /// What a field is called.
  static func name(_ field: PartyField) -> Text {
    switch field {
    case .kind: Text(zh: "性质", en: "kind")
    case .name: Text(zh: "姓名", en: "name")
    case .address: Text(zh: "地址", en: "address")
    case .customerNumber: Text(zh: "客户号", en: "customer number")
    case .category: Text(zh: "客户分类", en: "category")
    case .tariff: Text(zh: "资费", en: "tariff")
    case .product: Text(zh: "产品", en: "product")
    case .area: Text(zh: "地区", en: "area")
    case .preference: Text(zh: "偏好", en: "preference")
    case .note: Text(zh: "备注", en: "note")
    }
  }

  /// What a way to reach somebody is called.
  static func name(_ kind: ContactPoint.Kind) -> Text {
    switch kind {
    case .phone: Text(zh: "电话", en: "number")
    case .fax: Text(zh: "传真", en: "fax")
    case .mail: Text(zh: "电子邮件", en: "mail")
    case .messenger: Text(zh: "即时通讯", en: "messenger")
    case .web: Text(zh: "网页", en: "web")
    case .postal: Text(zh: "通信地址", en: "letters to")
    }
  }

  /// What a mark is called.
  static func name(_ mark: PartyMark.Kind) -> Text {
    switch mark {
    case .vip: Text(zh: "贵宾", en: "VIP")
    case .blocked: Text(zh: "黑名单", en: "blocked")
    case .free: Text(zh: "白名单（免费）", en: "free of charge")
    case .manager: Text(zh: "客户经理", en: "account manager")
    }
  }

  /// A mark as the book keeps it for lists, `blocked:consult`.
  static func mark(_ kept: String) -> Text {
    let parts = kept.split(separator: ":", maxSplits: 1).map(String.init)
    guard let first = parts.first, let mark = PartyMark.Kind(rawValue: first) else { return Text(kept) }
    let about = parts.dropFirst().map { ": \($0)" }.joined()
    return Text(zh: name(mark).zh + about.replacing(": ", with: "："), en: name(mark).en + about)
  }

  /// What a person or an organisation is called.
  static func name(_ kind: PartyRegistered.Kind) -> Text {
    switch kind {
    case .person: Text(zh: "个人", en: "person")
    case .organisation: Text(zh: "单位", en: "organisation")
    }
  }

  /// A mark on one line: `blocked: consult, until 2026-12-01 00:00 (rings daily)`.
  static func line(_ mark: PartyMark, _ time: (Date) -> String) -> Text {
    func line(_ language: Language) -> String {
      let marked = mark.marked
      var text = name(marked.mark)(language)
      let about = [marked.manager, marked.service].compactMap(\.self).joined(separator: ", ")
      if !about.isEmpty { text += Text(zh: "：\(about)", en: ": \(about)")(language) }
      let since = time(mark.since)
      text += Text(zh: "，自 \(since)", en: ", since \(since)")(language)
      if let until = marked.until.map(time) { text += Text(zh: "，至 \(until)", en: ", until \(until)")(language) }
      if let note = marked.note { text += Text(zh: "（\(note)）", en: " (\(note))")(language) }
      return text
    }
    return Text(zh: line(.zh), en: line(.en))
  }

  /// Whether the book says more than that there is somebody.
  static func hasAnything(_ party: Party) -> Bool {
    party.values.keys.contains { $0 != .kind } || !party.contacts.isEmpty || !party.marks.isEmpty
      || !party.relations.isEmpty
  }

  /// Fields as a JSON object, by name.
  static func json(_ values: [PartyField: String]) -> String {
    jsonObject(values.map { ($0.key.rawValue, .text($0.value)) }.sorted { $0.0 < $1.0 }, .gmt)
  }
}

/// Members as a JSON object, for a value inside a row.
func jsonObject(_ members: [(String, Value)], _ zone: TimeZone) -> String {
  var clock = WallClock(zone: zone)
  var bytes: [UInt8] = [UInt8(ascii: "{")]
  for (index, (key, value)) in members.enumerated() {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    JSONRows.appendString(key, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    JSONRows.append(value, &clock, to: &bytes)
  }
  bytes.append(UInt8(ascii: "}"))
  return String(decoding: bytes, as: UTF8.self)
}

/// Values that are JSON already, as an array.
func jsonList(_ elements: [String]) -> Value { .json("[" + elements.joined(separator: ",") + "]") }
