import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension PartyCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show one of the book: the card, marks, relations, orders and the last four contacts.",
      discussion: """
        Examples:
          hotline party show 13900001234
          hotline party show 10000012 --format json
          hotline party show 13900001234 --columns name,numbers,tariff
        """)
    @OptionGroup var who: Who
    @OptionGroup var columns: ColumnOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        let zone = output.zone(office: definitions.calendar.timeZone)
        let id = try await who.party(session)
        let card = try await PartyPage(id, session, at: workplace.now)
        let chosen = try await columns.chosen(session)
        let more = chosen.keys == nil ? card.columns(definitions, output, zone, workplace.console.language) : []
        try Listing.single(
          (output.isTable
            ? PartyLine.row(card.line, chosen.keys, in: workplace.console.language, shortIDs: false)
            : PartyLine.row(card.line, chosen.keys)) + more.map(\.value),
          columns: PartyLine.columns(chosen.keys) + more.map(\.column), options: output, console: workplace.console,
          zone: zone)
        if output.isTable, chosen.keys == nil, !card.last.isEmpty {
          workplace.console.say("")
          try ContactLine.show(card.last, definitions, output, workplace.console, zone)
        }
      }
    }
  }
}

/// What is shown of one party beside its line.
private struct PartyPage {
  let line: Parties.Line
  let last: [PartyContacts.Contact]
  private let contacts: [(party: PartyID, point: ContactPoint)]
  private let marks: [PartyMark]
  private let relations: [(other: PartyID, name: String?, relation: String, isForward: Bool)]
  private let merged: [PartyID]
  private let orders: [OrderNumber]
  private let partCount: Int
  private let forgetting: PastForgetting?

  init(_ id: PartyID, _ session: Session, at instant: Date) async throws {
    try await session.catchUp([Parties(), OrderBoard(), PartyContacts()])
    let group = try await session.group(of: id)
    let subject = Subject.party(id)
    forgetting = try await session.forgettings(of: subject).last
    partCount = try await session.personalParts(of: subject).count
    let sight = try await session.sight()
    let found = try await session.connection.run { connection in
      var line: Parties.Line?
      var query = PartyQuery(asOf: instant)
      query.party = id
      query.sight = sight
      try Parties.list(query, on: connection) { line = $0 }
      var newest = ContactQuery(group)
      newest.limit = 4
      newest.sight = sight
      return (
        line, try PartyContacts.list(newest, on: connection), try Parties.contacts(of: group, on: connection),
        try Parties.marks(of: group, at: instant, on: connection), try Parties.relations(of: group, on: connection),
        try group.flatMap { try OrderBoard.orders(of: $0, seenBy: sight, on: connection).map(\.no) }.sorted()
      )
    }
    guard let line = found.0 else { throw OfficeError.noSuchParty(id.description) }
    (self.line, last, contacts, marks, relations, orders) = (line, found.1, found.2, found.3, found.4, found.5)
    merged = Array(group.dropFirst())
  }

  /// For people a line a field, for programs JSON; in one place, so that both say the same.
  func columns(
    _ definitions: Definitions, _ output: OutputOptions, _ zone: TimeZone, _ language: Language
  ) -> [(column: ListColumn, value: Value)] {
    func time(_ date: Date) -> String {
      var clock = WallClock(zone: zone)
      return clock.text(date, .minute)
    }
    func list<Thing>(_ things: [Thing], _ text: (Thing) -> String, _ members: (Thing) -> [(String, Value)]) -> Value {
      guard output.isTable else { return jsonList(things.map { jsonObject(members($0), zone) }) }
      return things.isEmpty ? .none : .text(things.map(text).joined(separator: "; "))
    }
    let points = list(contacts) { entry in
      let label = entry.point.label.map { " (\($0))" } ?? ""
      return "\(entry.point.contact) \(PartyWords.name(entry.point.kind)(language)) \(entry.point.dialled)\(label)"
    } _: { entry in
      [
        ("party", .code(entry.party.description)), ("contact", .integer(entry.point.contact)),
        ("kind", .text(entry.point.kind.rawValue)), ("value", .code(entry.point.value)),
        ("extension", .code(entry.point.extension)), ("label", .text(entry.point.label)),
      ]
    }
    let set = list(marks) {
      PartyWords.line($0, time)(language)
    } _: { mark in
      [
        ("mark", .text(mark.marked.mark.rawValue)), ("service", .text(mark.marked.service)),
        ("since", .instant(mark.since)), ("until", .instant(mark.marked.until)),
        ("manager", .code(mark.marked.manager)), ("note", .text(mark.marked.note)),
      ]
    }
    let bonds = list(relations) { bond in
      let other = bond.name ?? bond.other.description
      return bond.isForward ? "\(bond.relation) → \(other)" : "\(other) → \(bond.relation)"
    } _: { bond in
      [
        ("other", .code(bond.other.description)), ("name", .text(bond.name)), ("relation", .text(bond.relation)),
        ("said", .text(bond.isForward ? "here" : "there")),
      ]
    }
    let words = definitions.words(output, language)
    let contactsLast: [(ListColumn, Value)] =
      output.isTable
      ? []
      : [
        (
          ListColumn("last", Text(zh: "最近联系", en: "last contacts"), .json),
          jsonList(
            last.map { jsonObject(Array(zip(ContactLine.columns.map(\.key), ContactLine.row($0, words))), zone) })
        )
      ]
    return [
      (ListColumn("contacts", Text(zh: "联系方式", en: "reached at"), .json), points),
      (ListColumn("marked", Text(zh: "标记明细", en: "marked"), .json), set),
      (ListColumn("relations", Text(zh: "关系", en: "relations"), .json), bonds),
      (
        ListColumn("merged", Text(zh: "已并入的人员", en: "merged into this"), .json),
        output.isTable
          ? (merged.isEmpty ? .none : .text(merged.map(\.description).joined(separator: ", ")))
          : .json(jsonArray(merged.map(\.description)))
      ),
      (
        ListColumn("orderNumbers", Text(zh: "工单号", en: "which"), .json),
        output.isTable
          ? .text(orders.map(\.description).joined(separator: ", ")) : .json(jsonArray(orders.map(\.description)))
      ),
      (
        ListColumn("parts", Text(zh: "含个人信息的事件", en: "events that hold something personal"), .integer),
        .integer(partCount)
      ),
      (ListColumn("reason", Text(zh: "遗忘原因", en: "forgotten because")), .text(forgetting?.forgotten.reason.rawValue)),
      (
        ListColumn("reference", Text(zh: "案件编号", en: "case"), .code),
        .code(forgetting?.forgotten.reference?.rawValue)
      ),
    ] + contactsLast
  }
}
