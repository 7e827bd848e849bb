import BackOffice
import Domain
import Foundation

/// One order of a JSON document: the options of `order open` without dashes, words with capitals (`openedAt`).
struct IntakeItem {
  /// Where it stands, for a message: `letters.ndjson, item 3`.
  private let place: String
  private let members: [String: Any]

  private static let texts = [
    "process", "title", "category", "channel", "key", "address", "text", "priority", "area", "due", "remind", "unit",
    "intake", "recording", "letter", "phone", "mail", "party", "name", "otherName", "openedAt", "appendTo",
  ]
  private static let flags = ["secret", "dispatch", "evenBlocked"]

  /// The orders of a document: one object, an array of them, or an object a line.
  static func items(of text: String, called name: String) throws -> [IntakeItem] {
    let name = name == "-" ? "standard input" : name
    if let whole = try? JSONSerialization.jsonObject(with: Data(text.utf8)) {
      let list = whole as? [Any] ?? [whole]
      return try list.enumerated().map { try IntakeItem($0.element, "\(name), item \($0.offset + 1)") }
    }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().filter {
      !$0.element.allSatisfy(\.isWhitespace)
    }
    guard !lines.isEmpty else { throw notJSON(name, "it is empty") }
    return try lines.map { index, line in
      let place = "\(name), line \(index + 1)"
      do {
        return try IntakeItem(try JSONSerialization.jsonObject(with: Data(line.utf8)), place)
      } catch let failure as Failure {
        throw failure
      } catch {
        throw notJSON(place, "no JSON object")
      }
    }
  }

  private init(_ value: Any, _ place: String) throws {
    guard let members = value as? [String: Any] else { throw Self.notJSON(place, "no JSON object") }
    self.place = place
    self.members = members
  }

  /// The order that it is to be added to, instead of being one.
  var appendTo: OrderNumber? { (members["appendTo"] as? String).flatMap { OrderNumber($0) } }

  /// The order that it says.
  ///
  /// - Throws: ``Failure`` for a member that is none, or of another type.
  func order(in zone: TimeZone, _ workplace: Workplace) throws -> NewOrder {
    let now = workplace.now
    let known = Self.texts + Self.flags + ["form"]
    if let strange = members.keys.sorted().first(where: { !known.contains($0) }) {
      throw wrong(
        strange,
        .unknown(Text(zh: "没有这一项", en: "there is no such member"), strange, in: known))
    }
    var order = NewOrder(process: try text("process") ?? "")
    guard !order.process.isEmpty else { throw wrong("process", Text(zh: "缺少", en: "it is missing")) }
    order.title = try text("title")
    order.category = try text("category")
    let (recording, letter) = (try text("recording"), try text("letter"))
    order.channel = try text("channel") ?? (recording != nil ? "recording" : letter != nil ? "letter" : "web")
    order.files = try workplace.files(recording: recording, letter: letter, others: [])
    order.key = try text("key")
    order.address = try text("address")
    order.text = try text("text")
    order.form = try form()
    order.priority = try code("priority")
    order.area = try text("area")
    order.isSecret = try flag("secret") ? true : nil
    order.promise = try instant("due")?.dueDate(in: zone, now: now)
    order.remindAt = try instant("remind")?.date(in: zone, now: now)
    order.unit = try text("unit").flatMap { UnitKey($0) }
    order.isDispatched = try flag("dispatch")
    order.intake = try text("intake").flatMap { UnitKey($0) }
    order.phone = try text("phone")
    order.mail = try text("mail")
    order.party = try text("party")
    order.name = try text("name")
    order.otherName = try code("otherName") ?? .keep
    order.evenBlocked = try flag("evenBlocked")
    order.openedAt = try instant("openedAt")?.date(in: zone, now: now)
    if try text("appendTo") != nil, appendTo == nil {
      throw wrong("appendTo", Text(zh: "不是工单号", en: "that is no order's number"))
    }
    return order
  }

  private func text(_ key: String) throws -> String? {
    switch members[key] {
    case nil, is NSNull: return nil
    case let text as String: return text.isEmpty ? nil : text
    default: throw wrong(key, Text(zh: "应为文本", en: "it must be a text"))
    }
  }

  private func flag(_ key: String) throws -> Bool {
    switch members[key] {
    case nil, is NSNull: return false
    case let flag as Bool: return flag
    default: throw wrong(key, Text(zh: "应为 true 或 false", en: "it must be true or false"))
    }
  }

  private func code<Code: RawRepresentable<String> & CaseIterable>(_ key: String) throws -> Code? {
    guard let text = try text(key) else { return nil }
    guard let code = Code(rawValue: text) else {
      throw wrong(
        key, .unknown(Text(zh: "没有 \(text)", en: "there is no \(text)"), text, in: Code.allCases.map(\.rawValue)))
    }
    return code
  }

  private func instant(_ key: String) throws -> InstantArgument? {
    guard let text = try text(key) else { return nil }
    guard let instant = InstantArgument(argument: text) else {
      if let reason = UnreadableValue.reason(day: text) { throw wrong(key, reason) }
      throw wrong(key, Text(zh: "不是时间；如 2026-12-01T09:00", en: "that is no time; write one like 2026-12-01T09:00"))
    }
    return instant
  }

  private func form() throws -> [String: String] {
    guard let value = members["form"], !(value is NSNull) else { return [:] }
    guard let object = value as? [String: Any] else {
      throw wrong("form", Text(zh: "应为对象", en: "it must be an object"))
    }
    return object.compactMapValues { value in
      switch value {
      case is NSNull: nil
      case let text as String: text
      case let flag as Bool: flag ? "true" : "false"
      default: "\(value)"
      }
    }
  }

  private func wrong(_ key: String, _ words: Text) -> Failure {
    Failure(.usage, Text(zh: "\(place)：\(key)：\(words.zh)", en: "\(place): \(key): \(words.en)"))
  }

  private static func notJSON(_ place: String, _ reason: String) -> Failure {
    Failure(
      .usage,
      Text(
        zh: "\(place)：不是 JSON 对象（\(reason)）", en: "\(place): write JSON objects, one a line or in an array (\(reason))")
    )
  }
}
