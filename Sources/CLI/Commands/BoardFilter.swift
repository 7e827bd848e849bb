import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// Which orders, and as of when: what every look at the board takes.
struct BoardFilter: ParsableArguments, Sendable {
  @Option(help: "Only orders of a process.") var process: String?
  @Option(help: "Only orders of a unit, or with - those that nobody has.") var unit: String?
  @Option(
    help: ArgumentHelp(
      "Only orders of a cell of the board: open, unsigned, running, returned, today or overdue, perhaps behind a unit: repairs/overdue.",
      valueName: "cell"))
  var cell: CellArgument?
  @Option(help: "Only orders in a state.") var state: String?
  @Option(help: "Only orders of a kind of state: open, done, closed, cancelled.") var kind: StateKind?
  @Option(help: "Only orders of a category.") var category: String?
  @Option(help: "Only orders of a campaign.") var campaign: String?
  @Option(help: "Only orders that a member of staff has.") var staff: String?
  @Option(help: "Only orders as urgent as this, or more: low, normal, high, urgent.") var priority: OrderPriority?
  @Option(help: "Only orders of an area.") var area: String?
  @Option(help: "Only orders that follow from this one.", transform: OrderNumber.init(parsing:)) var parent:
    OrderNumber?
  @Option(help: "Only orders that this unit helps with.") var assist: String?
  @Option(help: "Only orders that came in this way: phone, web, letter …") var channel: String?
  @Option(parsing: .unconditional, help: "Only orders opened at this instant or later.")
  var openedFrom: InstantArgument?
  @Option(parsing: .unconditional, help: "Only orders opened before this instant.") var openedTo: InstantArgument?
  @Option(help: "Only orders with these words anywhere, as order search finds them.") var words: String?
  @Option(parsing: .unconditional, help: "As of this instant: 2015-04-01, 2015-04-01T09:00-04:00, now, -3d.")
  var asOf: InstantArgument?
  @Option(help: "Only orders with this in their title, key or category.") var search: String?

  /// Refuses a process, a campaign or a state that the office does not have: an empty list would hide the slip.
  func check(_ definitions: Definitions) throws {
    if let words, TextQuery(words) == nil { throw Failure.nothingToSearch(words) }
    if let process, definitions.process(ProcessKey(rawValue: process)) == nil {
      throw OfficeError.noSuchProcess(process, known: definitions.all.map(\.key.rawValue))
    }
    if let campaign, !definitions.campaigns.contains(campaign) {
      throw Self.unknown("--campaign", "活动", "campaign", campaign, definitions.campaigns.sorted())
    }
    let states = Set(definitions.everyVersion.flatMap { $0.states.map(\.key.rawValue) })
    if let state, !states.contains(state) { throw Self.unknown("--state", "状态", "state", state, states.sorted()) }
  }

  /// The read models that the query asks.
  var models: [any Projection] { words == nil ? [OrderBoard()] : [OrderBoard(), OrderTexts()] }

  private static func unknown(_ option: String, _ zh: String, _ en: String, _ name: String, _ known: [String])
    -> Failure
  {
    Failure(
      .usage,
      Text(
        zh: "\(option)：没有\(zh) \(name)；有 \(known.isEmpty ? "无" : known.joined(separator: "、"))",
        en: "\(option): there is no \(en) \(name); there are \(known.isEmpty ? "none" : known.joined(separator: ", "))")
    )
  }

  /// - Parameter sight: what whoever asks may see.
  func query(in zone: TimeZone, now: Date, seenBy sight: OrderSight) -> BoardQuery {
    var query = BoardQuery(asOf: asOf?.date(in: zone, now: now) ?? now)
    query.sight = sight
    query.process = process
    query.cell = cell?.cell
    query.dayEnd = query.asOf.endOfDay(in: zone)
    query.units = (cell?.unit ?? unit).map { $0 == "-" ? .nobody : .these([$0]) } ?? .any
    query.state = state
    query.kind = kind
    query.category = category
    query.campaign = campaign
    query.staff = staff
    query.priority = priority
    query.area = area
    query.parent = parent
    query.assist = assist
    query.channel = channel
    query.openedFrom = openedFrom?.date(in: zone, now: now)
    query.openedUntil = openedTo?.date(in: zone, now: now)
    query.search = search
    query.text = words.flatMap { TextQuery($0) }
    return query
  }
}

extension OrderPriority: ExpressibleByArgument {}

/// A cell of the board: `overdue`, `repairs/overdue`, `-/unsigned` for orders that nobody has.
struct CellArgument: ExpressibleByArgument, Sendable, Equatable {
  let unit: String?
  let cell: BoardCell

  init?(argument: String) {
    // A unit's code may hold a slash; a cell does not.
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, let cell = BoardCell(rawValue: String(last)) else { return nil }
    self.cell = cell
    unit = parts.count > 1 ? parts.dropLast().joined(separator: "/") : nil
    if unit?.isEmpty == true { return nil }
  }

  static var allValueStrings: [String] { BoardCell.allCases.map(\.rawValue) }
}

extension Failure {
  /// Words without a letter, a digit or a character.
  static func nothingToSearch(_ words: String) -> Failure {
    Failure(
      .usage,
      Text(
        zh: "“\(words)”：没有可查找的字；请写出标题、地址或内容中的词",
        en: "\"\(words)\": there is nothing in it to look for; write a word of the title, the address or what was said")
    )
  }
}

extension Date {
  /// The first instant of the next day on the wall of a zone.
  func endOfDay(in zone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let start = calendar.startOfDay(for: self)
    return calendar.date(byAdding: .day, value: 1, to: start) ?? start.addingTimeInterval(86_400)
  }
}
