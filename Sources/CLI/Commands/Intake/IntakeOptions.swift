import ArgumentParser
import BackOffice
import Domain
import Foundation

/// What can be said of an order that is to be opened.
struct IntakeOptions: ParsableArguments, Sendable {
  @Option(help: "The process: complaint, request …") var process: String?
  @Option(help: "One line.") var title: String?
  @Option(help: "What it is about.") var category: String?
  @Option(help: "How it came in: phone, letter, fax, mail, web, recording, visit, message.") var channel: String?
  @Option(help: "Its number in another system.") var key: String?
  @Option(help: "Where it is.") var address: String?
  @Option(help: "What was said.") var text: String?
  @Option(help: ArgumentHelp("The recording that it came as; the channel is recording then.", valueName: "file"))
  var recording: String?
  @Option(help: ArgumentHelp("The letter that it came as; the channel is letter then.", valueName: "file"))
  var letter: String?
  @Option(help: ArgumentHelp("A further file; may be given again.", valueName: "file")) var attach: [String] = []
  @Option(name: .customLong("set"), help: ArgumentHelp("A field of the process' form.", valueName: "field=value"))
  var fields: [String] = []
  @Option(help: "low, normal, high or urgent.") var priority: OrderPriority?
  @Option(help: "Where it lies, as a code of the region table; else by the address.") var area: String?
  @Flag(name: .customLong("secret"), help: "Only named readers see its words.") var isSecret = false
  @Option(parsing: .unconditional, help: "When it was promised; a day without a time means its end.")
  var due: InstantArgument?
  @Option(parsing: .unconditional, help: "Remind whoever has it at this instant, should it be unfinished.")
  var remind: InstantArgument?
  @Option(help: "The unit that gets it.") var unit: String?
  @Flag(name: .customLong("dispatch"), help: "Let it go out at once, to --unit or by area or category.")
  var isDispatched = false
  @Option(help: "The unit at which it was taken in.") var intake: String?
  @Option(help: "The caller's number.") var phone: String?
  @Option(help: "The caller's mail address.") var mail: String?
  @Option(help: "The caller, somebody of the book: an id, a number, a customer number.") var party: String?
  @Option(help: "The caller's name, with --phone or --mail.") var name: String?
  @Option(
    help: ArgumentHelp(
      "Where the book has another name: keep, correct or another (who shares the number).", valueName: "what"))
  var otherName: NewOrder.OtherName = .keep
  @Flag(help: "Also for a caller who is blocked for this service.") var evenBlocked = false
  @Option(parsing: .unconditional, help: "When it came in, if not now.") var openedAt: InstantArgument?

  /// Nothing was said.
  var isEmpty: Bool {
    process == nil && title == nil && category == nil && channel == nil && key == nil && address == nil && text == nil
      && fields.isEmpty && recording == nil && letter == nil && attach.isEmpty && priority == nil && area == nil
      && !isSecret && due == nil && remind == nil && unit == nil
      && !isDispatched && phone == nil && mail == nil && party == nil && name == nil && openedAt == nil
  }

  func check() throws {
    guard name == nil || phone != nil || mail != nil || party != nil else {
      throw ValidationError("--name: a caller is known by a number or an address; give --phone or --mail too")
    }
    if unit.map({ UnitKey($0) == nil }) == true { throw ValidationError("--unit is empty") }
    _ = try form()
  }

  private func form() throws -> [String: String] {
    try fields.reduce(into: [:]) { form, pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else { throw ValidationError("--set \(pair): write field=value") }
      form[String(parts[0])] = String(parts[1])
    }
  }

  /// The order as far as it was said; without a process its name is empty.
  func order(in zone: TimeZone, _ workplace: Workplace) throws -> NewOrder {
    let now = workplace.now
    var order = NewOrder(process: process ?? "")
    order.title = title
    order.category = category
    order.channel = channel ?? (recording != nil ? "recording" : letter != nil ? "letter" : "phone")
    order.files = try workplace.files(recording: recording, letter: letter, others: attach)
    order.key = key
    order.address = address
    order.text = text
    order.form = try form()
    order.priority = priority
    order.area = area
    order.isSecret = isSecret ? true : nil
    order.promise = due?.dueDate(in: zone, now: now)
    order.remindAt = remind?.date(in: zone, now: now)
    order.unit = unit.flatMap { UnitKey($0) }
    order.isDispatched = isDispatched
    order.intake = intake.flatMap { UnitKey($0) }
    order.phone = phone
    order.mail = mail
    order.party = party
    order.name = name
    order.otherName = otherName
    order.evenBlocked = evenBlocked
    order.openedAt = openedAt?.date(in: zone, now: now)
    return order
  }

  /// Nobody can open an order without saying of which kind.
  static func noProcess(_ definitions: Definitions) -> Failure {
    let known = definitions.all.map(\.key.rawValue)
    return Failure(
      .usage,
      Text(
        zh: "请用 --process 说明流程；有 \(known.joined(separator: "、"))",
        en: "say which process with --process; there are \(known.joined(separator: ", "))"))
  }
}

extension NewOrder.OtherName: ExpressibleByArgument {}

extension Workplace {
  /// The files that came with an order; nothing is asked of the content store where there are none.
  func files(recording: String?, letter: String?, others: [String]) throws -> [IntakeFile] {
    let all: [(String, OrderFileAttached.Purpose)] =
      (recording.map { [($0, .recording)] } ?? []) + (letter.map { [($0, .letter)] } ?? [])
      + others.map { ($0, .document) }
    return try all.map { path, purpose in IntakeFile(path, purpose, in: try contents) }
  }
}
