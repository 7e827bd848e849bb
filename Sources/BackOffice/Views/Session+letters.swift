import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections

/// An official letter: what it says, and the number under which it stands at the order.
public struct Letter: Sendable {
  /// Its number, as its template writes it.
  public let number: String
  /// The headline.
  public let title: String
  /// The text.
  public let body: String
  /// Who signs.
  public let signature: String?
  /// The day in the office's zone, written out: `2026-11-21`.
  public let date: String
}

extension Session {
  /// The templates in force, by name.
  public func templates() async throws -> [(template: LetterTemplate, text: PublishedText)] {
    try await published(.template).compactMap { text in
      (try? LetterTemplate(yaml: text.body)).map { ($0, text) }
    }
  }

  /// Publishes a template.
  ///
  /// - Throws: ``ProcessError`` with every problem and its line.
  public func publishTemplate(
    _ yaml: String, at instant: Date
  ) async throws -> (template: LetterTemplate, version: Int, isNew: Bool) {
    let template = try LetterTemplate(yaml: yaml)
    let (version, isNew) = try await publish(.template, template.key.rawValue, body: yaml, at: instant)
    return (template, version, isNew)
  }

  /// Takes a template out of force.
  public func retireTemplate(_ name: String, at instant: Date) async throws {
    guard try await retire(.template, name, at: instant) else {
      throw ViewError.noSuchTemplate(name, known: try await templates().map(\.template.key.rawValue))
    }
  }

  /// Writes a letter about an order: takes the next number of its template and year and puts the text to the order as a
  /// note that may be told to the caller, in one append.
  ///
  /// - Parameters:
  ///   - label: what a state or process is called in the letter's language.
  ///   - time: an instant as the letter writes it.
  public func writeLetter(
    _ no: OrderNumber, template name: String, at instant: Date, isRehearsal: Bool = false,
    label: (Labels, _ key: String) -> String, time: (Date) -> String
  ) async throws -> (letter: Letter, outcome: Outcome) {
    let all = try await templates()
    guard let template = all.first(where: { $0.template.key.rawValue == name })?.template else {
      throw ViewError.noSuchTemplate(name, known: all.map(\.template.key.rawValue))
    }
    let command = freshID(at: instant)
    return try await retrying("the numbers of letters") {
      let sheet = try await sheet(of: no)
      try require(.orderNote, onAnyOf: OrderPlace(sheet.order))
      let zone = try await definitions().calendar.timeZone
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = zone
      let day = calendar.dateComponents([.year, .month, .day], from: instant)
      let year = day.year ?? 0
      var recording = Recording(command, by: actor, codec: codec)
      let sequence = try await reserve(StreamName("numbering", "letter.\(name).\(year)"), at: instant, in: &recording)
      let number = template.number(sequence, year: year)
      let date = "\(year)-\(Self.padded(day.month))-\(Self.padded(day.day))"
      func value(_ field: LetterField) -> String? {
        switch field {
        case .letter(.no): number
        case .letter(.date): date
        case .order(let part): sheet.value(part, label: label, time: time)
        case .party(.name): sheet.party?.name
        case .party(.address): sheet.party?.address ?? sheet.order.words?.address
        case .party(.phone): sheet.party?.phones.first?.dialled
        case .form(let key): sheet.order.form[key]
        case .words(let key): sheet.order.words?.fields?[key]
        case .last(let key): sheet.lastSaid(key)
        }
      }
      let letter = Letter(
        number: number, title: LetterTemplate.filled(template.title, value),
        body: LetterTemplate.filled(template.body, value),
        signature: template.signature.map { LetterTemplate.filled($0, value) }, date: date)
      let text = [number, letter.title, letter.body, letter.signature, date].compactMap { $0 }.joined(separator: "\n")
      // Not before what it follows: an order is folded by when things happened.
      let at = max(instant, sheet.entries.map(\.recorded.occurredAt).max() ?? instant)
      try recording.add(
        [(.order(.noted(OrderNoted(text: text, visibility: .shared))), at: at)], to: .order(no),
        expected: .exactly(sheet.version), subject: sheet.order.party.map(StreamName.party))
      let positions = isRehearsal ? nil : try await append(recording).positions
      return (letter, Outcome(no: no, appends: recording.appends, positions: positions))
    }
  }

  /// Takes the next number of a series, in the same append as what uses it.
  private func reserve(_ series: StreamName, at instant: Date, in recording: inout Recording) async throws -> Int {
    let recorded = try await store.readLast(of: series)
    var last: NumbersReserved?
    if let recorded, case .numbering(.reserved(let reserved)) = try codec.decode(recorded) { last = reserved }
    let next = NumbersReserved.next(1, after: last)
    try recording.add(
      [(.numbering(.reserved(next)), at: instant)], to: series,
      expected: recorded.map { .exactly($0.version) } ?? .none)
    return next.first
  }

  private static func padded(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
}

extension OrderSheet {
  /// What a gap of a letter about the order is filled with.
  fileprivate func value(
    _ part: LetterField.OrderPart, label: (Labels, _ key: String) -> String, time: (Date) -> String
  ) -> String? {
    switch part {
    case .no: order.no.description
    case .title: order.words?.title
    case .address: order.words?.address
    case .openedAt: time(order.openedAt)
    case .dueAt: order.due.map(time)
    case .finishedAt: order.finishedAt.map(time)
    case .state: label(process.state(order.state)?.labels ?? Labels(), order.state.rawValue)
    case .process: label(process.labels, order.process.rawValue)
    case .unit: order.main?.rawValue
    case .staff: order.staff
    case .category: order.category
    case .area: order.area
    case .key: order.key
    case .channel: order.channel
    }
  }

  /// What was said last in a field of an action.
  fileprivate func lastSaid(_ field: String) -> String? {
    entries.reversed().lazy.compactMap { entry -> String? in
      guard case .moved(let moved) = entry.event else { return nil }
      return moved.words?[field] ?? moved.form?[field]
    }.first
  }
}
