import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline party …`: the book of people, and what the law gives them.
struct PartyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "party", abstract: "Look people up, tell them what is held about them, forget them.",
    subcommands: [List.self, Show.self, Export.self, Forget.self])

  /// Who is meant, as every command of one person takes it.
  struct Who: ParsableArguments, Sendable {
    @Argument(
      help: ArgumentHelp(
        "A party's id or its beginning, one of its numbers, or an order's number: whom that is for.",
        valueName: "who"))
    var typed: String

    func subject(_ session: Session) async throws -> Subject { try await session.subject(typed) }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the people and organisations in the book.",
      discussion: """
        Examples:
          hotline party list --limit 20
          hotline party list --search 13900001234
          hotline party list --search "Sample Street" -o people.xlsx
        """)
    @Option(help: "Only those with this in their name, address or a number.") var search: String?
    @Option(help: "At most so many.") var limit: Int?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit \(limit): write 1 or more") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        try await session.catchUpShowingProgress([Parties(), OrderBoard()], workplace.console)
        let (options, console, limit) = (output, workplace.console, limit)
        let filter = search.map { Parties.Filter.containing($0) } ?? .everybody
        try await session.connection.run { connection in
          let listing = try Listing(
            title: Text(zh: "人员", en: "people"), columns: PartyLine.columns, options: options, console: console,
            zone: zone)
          try Parties.list(filter, limit: limit, on: connection) { line in try listing.append(PartyLine.row(line)) }
          try listing.finish()
        }
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one of the book, their orders, and when they were forgotten.",
      discussion: """
        Examples:
          hotline party show 13900001234
          hotline party show 10000012 --format json
        """)
    @OptionGroup var who: Who
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let subject = try await who.subject(session)
        guard case .party(let id) = subject else { throw Self.nobody(who.typed) }
        let forgetting = try await session.forgettings(of: subject).last
        let parts = try await session.store.personalParts(of: subject.stream.rawValue).count
        let (line, orders) = try await session.connection.run { connection in
          var found: Parties.Line?
          try Parties.list(.party(id), limit: nil, on: connection) { found = $0 }
          return (found, try OrderBoard.orders(of: id, on: connection).map(\.no.description))
        }
        guard let line else { throw OfficeError.noSuchParty(who.typed) }
        let columns =
          PartyLine.columns + [
            ListColumn("orderNumbers", Text(zh: "工单号", en: "which"), .json),
            ListColumn("parts", Text(zh: "含个人信息的事件", en: "events that hold something personal"), .integer),
            ListColumn("reason", Text(zh: "遗忘原因", en: "forgotten because")),
            ListColumn("reference", Text(zh: "案件编号", en: "case"), .code),
          ]
        let row =
          PartyLine.row(line) + [
            output.isTable ? .text(orders.joined(separator: ", ")) : .json(jsonArray(orders)), .integer(parts),
            .text(forgetting?.forgotten.reason.rawValue),
            .code(forgetting?.forgotten.reference?.rawValue),
          ]
        try Listing.single(
          row, columns: columns, options: output, console: workplace.console, zone: zone)
      }
    }

    private static func nobody(_ typed: String) -> Failure {
      Failure(
        Text(
          zh: "工单 \(typed) 没有登记的人员；用 `hotline order show \(typed)` 查看",
          en: "order \(typed) is for nobody in the book; look with `hotline order show \(typed)`"))
    }
  }
}

/// One of the book as a line of a list.
enum PartyLine {
  static let columns = [
    ListColumn("id", Text(zh: "人员编号", en: "id"), .code),
    ListColumn("name", Text(zh: "姓名", en: "name")),
    ListColumn("numbers", Text(zh: "电话", en: "numbers"), .code),
    ListColumn("address", Text(zh: "地址", en: "address"), priority: 2),
    ListColumn("kind", Text(zh: "类别", en: "kind"), priority: 5),
    ListColumn("registeredAt", Text(zh: "登记", en: "registered"), .instant, priority: 3),
    ListColumn("batch", Text(zh: "批次", en: "batch"), .code, priority: 6),
    ListColumn("forgottenAt", Text(zh: "遗忘", en: "forgotten"), .instant, priority: 4),
    ListColumn("orders", Text(zh: "工单", en: "orders"), .integer, priority: 1),
  ]

  static func row(_ line: Parties.Line) -> [Value] {
    [
      .code(line.id.description), .text(line.name),
      line.numbers.isEmpty ? .none : .code(line.numbers.joined(separator: ", ")),
      .text(line.address), .text(line.kind), .instant(line.registeredAt), .code(line.batch?.uuidString.lowercased()),
      .instant(line.forgottenAt), .integer(line.orders),
    ]
  }
}
