import BackOffice
import Domain
import Foundation
import Projections

/// Orders of the board as a list: the same for every command that ends in one.
struct OrderListing {
  private let title: Text
  private let definitions: Definitions
  private let options: OutputOptions
  private let console: Console
  private let keys: [BoardColumn]?

  /// - Parameter keys: the columns, in their order; without them what people, or scripts, most often want.
  init(
    _ title: Text, _ definitions: Definitions, _ options: OutputOptions, _ console: Console, keys: [BoardColumn]? = nil
  ) {
    self.keys = keys
    self.title = title
    self.definitions = definitions
    self.options = options
    self.console = console
  }

  /// Shows what a query asks for. The board must be up to date.
  func show(_ query: BoardQuery, in session: Session) async throws {
    let (title, options, console) = (title, options, console)
    let zone = options.zone(office: definitions.calendar.timeZone)
    let words = BoardWords(definitions, options, console.language, keys: keys)
    var clock = WallClock(zone: zone)
    let time = clock.text(query.asOf, .minute)
    let note = Text(zh: "截至 \(time)（\(zone.identifier)）", en: "as of \(time) \(zone.identifier)")(console.language)
    let count = try await session.connection.run { connection in
      let listing = try Listing(
        title: title, columns: words.columns, options: options, console: console, zone: zone, notes: [note])
      try OrderBoard.list(query, on: connection) { row in try listing.append(words.row(row)) }
      try listing.finish()
      return listing.count
    }
    if count == 0, case .these(let units) = query.units { try await hint(at: units, session) }
  }

  /// An empty list would hide a slip of the pen.
  private func hint(at asked: [String], _ session: Session) async throws {
    let units = try await session.connection.run { try OrderBoard.units(on: $0) }
    guard let unit = asked.first, !units.isEmpty, !asked.contains(where: units.contains) else { return }
    console.say(
      Text(
        zh: "没有单位 \(unit)；有工单的单位：\(units.joined(separator: "、"))",
        en: "there is no unit \(unit); units with orders: \(units.joined(separator: ", "))"))
  }
}
