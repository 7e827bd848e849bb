import ArgumentParser
import BackOffice
import Domain
import EventCodec
import EventStore
import Foundation
import Projections

extension PartyCommand {
  struct Last: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "last", abstract: "List somebody's contacts of any kind, newest first.",
      discussion: """
        A contact is an order that was opened for them, a callback, or their coming back to an order that was there. All \
        conditions must hold; --limit 0 shows all.

        Examples:
          hotline party last 13900001234
          hotline party last 13900001234 --process complaint --from -1w --limit 20
          hotline party last C-10023 --channel letter --category gas --limit 0 \\
            -o history.xlsx
        """)
    @OptionGroup var who: Who
    @Option(help: "At most so many; 0 for all.") var limit = 4
    @Option(parsing: .unconditional, help: "Only from this instant on.") var from: InstantArgument?
    @Option(parsing: .unconditional, help: "Only before this instant.") var to: InstantArgument?
    @Option(help: "Only order, callback, outreach or repeat.") var kind: PartyContacts.Contact.Kind?
    @Option(help: "Only by this channel.") var channel: String?
    @Option(help: "Only about orders of a process.") var process: String?
    @Option(help: "Only about orders of a category, and those below it.") var category: String?
    @Option(help: "Only about orders that are with a unit.") var unit: String?
    @Option(help: "Only about orders in a state.") var state: String?
    @Option(help: "Only about orders in a kind of state: open, done, closed, cancelled.") var stateKind: StateKind?
    @Option(help: "Only about orders with this in their title.") var search: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if limit < 0 { throw ValidationError("--limit \(limit): write 0 or more") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let definitions = try await session.definitions()
        if let process, definitions.process(ProcessKey(rawValue: process)) == nil {
          throw OfficeError.noSuchProcess(process, known: definitions.all.map(\.key.rawValue))
        }
        let zone = output.zone(office: definitions.calendar.timeZone)
        let id = try await who.party(session)
        try await session.catchUpShowingProgress([Parties(), OrderBoard(), PartyContacts()], workplace.console)
        var query = self.query(try await session.group(of: id), zone, workplace.now)
        query.sight = session.sight(definitions)
        let asked = query
        let contacts = try await session.connection.run { try PartyContacts.list(asked, on: $0) }
        try ContactLine.show(contacts, definitions, output, workplace.console, zone)
      }
    }

    private func query(_ group: [PartyID], _ zone: TimeZone, _ now: Date) -> ContactQuery {
      var query = ContactQuery(group)
      query.from = from?.date(in: zone, now: now)
      query.until = to?.date(in: zone, now: now)
      query.kind = kind
      query.channel = channel
      query.process = process
      query.category = category
      query.unit = unit
      query.state = state
      query.stateKind = stateKind
      query.search = search
      query.limit = limit == 0 ? nil : limit
      return query
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "history",
      abstract: "Show what was changed of somebody in the book: by whom, when, from what to what.",
      discussion: """
        What was erased since shows as empty; that it was changed stays.

        Examples:
          hotline party history 13900001234
          hotline party history 13900001234 --field address --format json
        """)
    @OptionGroup var who: Who
    @Option(help: "Only changes of this field: address, tariff …, contact, mark, merged or relation.") var field:
      String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let history = try await session.history(of: try await who.party(session))
        let allowed = try await PartyColumns.allowed(session)
        let listing = try Listing(
          title: Text(zh: "变更", en: "changes"),
          columns: [
            ListColumn("at", Text(zh: "时间", en: "at"), .instant),
            ListColumn("actor", Text(zh: "操作人", en: "by")),
            ListColumn("type", Text(zh: "事件", en: "what")),
            ListColumn("field", Text(zh: "字段", en: "field")),
            ListColumn("old", Text(zh: "原值", en: "before")),
            ListColumn("new", Text(zh: "新值", en: "now")),
            ListColumn("erased", Text(zh: "已遗忘", en: "erased"), .flag, priority: 2),
            ListColumn("party", Text(zh: "人员编号", en: "id"), .code, priority: 5),
            ListColumn("position", Text(zh: "位置", en: "position"), .integer, priority: 4),
          ], options: output, console: workplace.console, zone: zone)
        for (recorded, event) in history {
          let name =
            output.isTable ? EventWords.name(recorded.type)(workplace.console.language) : recorded.type.name
          for line in PartyHistoryLine.lines(event, zone)
          where (field == nil || field == line.field) && line.isShown(where: allowed) {
            try listing.append([
              .instant(recorded.occurredAt), .text(recorded.authorship.actor), .text(name), .text(line.field),
              .text(line.old), .text(line.new), .flag(recorded.isErased), .code(String(recorded.stream.id)),
              .integer(Int(recorded.position)),
            ])
          }
        }
        try listing.finish()
      }
    }
  }
}

/// One thing that an event changed of somebody in the book.
private struct PartyHistoryLine {
  let field: String
  var old: String?
  var new: String?

  /// Whether whoever sees only these columns of the book sees what changed in them.
  func isShown(where columns: Set<String>?) -> Bool {
    guard let columns else { return true }
    return switch field {
    case "contact": columns.contains("numbers")
    case "mark": columns.contains("marks") || columns.contains("manager")
    case "customer-number": columns.contains("customerNumber")
    case "merged", "relation", "forgotten", "withdrawn": true
    default: columns.contains(field)
    }
  }

  static func lines(_ event: PartyEvent, _ zone: TimeZone) -> [PartyHistoryLine] {
    switch event {
    case .registered(let registered):
      var lines = [PartyHistoryLine(field: "kind", new: registered.kind.rawValue)]
      if let name = registered.card?.name { lines.append(.init(field: "name", new: name)) }
      if let address = registered.card?.address { lines.append(.init(field: "address", new: address)) }
      lines += (registered.card?.phones ?? []).map { .init(field: "contact", new: "phone \($0.dialled)") }
      return lines
    case .corrected(let corrected):
      let changes = corrected.changes
      return corrected.fields.map { .init(field: $0.rawValue, old: changes[$0]?.old, new: changes[$0]?.new) }
    case .contactAdded(let added): return [.init(field: "contact", new: contact(added.kind, added.words))]
    case .contactRemoved(let removed): return [.init(field: "contact", old: contact(removed.kind, removed.words))]
    case .marked(let marked):
      let parts = [
        marked.manager, marked.service.map { "service \($0)" }, marked.until.map { "until \($0.told(zone))" },
        marked.note,
      ]
      return [.init(field: "mark", new: ([marked.mark.rawValue] + parts.compactMap(\.self)).joined(separator: ", "))]
    case .unmarked(let unmarked):
      let parts = [unmarked.mark.rawValue, unmarked.service.map { "service \($0)" }, unmarked.note]
      return [.init(field: "mark", old: parts.compactMap(\.self).joined(separator: ", "))]
    case .merged(let merged): return [.init(field: "merged", new: merged.into.description)]
    case .mergeUndone(let undone): return [.init(field: "merged", old: undone.from.description)]
    case .related(let related): return [.init(field: "relation", new: "\(related.relation) \(related.other)")]
    case .unrelated(let ended): return [.init(field: "relation", old: "\(ended.relation) \(ended.other)")]
    case .forgotten(let forgotten): return [.init(field: "forgotten", new: forgotten.reason.rawValue)]
    case .withdrawn(let withdrawn): return [.init(field: "withdrawn", new: "run \(withdrawn.generation)")]
    }
  }

  private static func contact(_ kind: ContactPoint.Kind, _ words: ContactWords?) -> String {
    let ext = words?.extension.map { "#\($0)" } ?? ""
    return words.map { "\(kind.rawValue) \($0.value)\(ext)" } ?? kind.rawValue
  }
}

extension PartyContacts.Contact.Kind: ExpressibleByArgument {}
