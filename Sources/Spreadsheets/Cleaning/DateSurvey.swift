/// A first look over a date column, so that one cell that can be read in one way only decides those that can be read in two.
///
///     03/04/2024, 25/04/2024, 11/12/2024   →   day first: no month has the number 25
///     03/04/2024, 05/06/2024               →   nobody can tell
///
/// Memory is constant; a cell that is a date, a number or begins with its year costs little.
public struct DateSurvey: Sendable {
  /// What the column as a whole says.
  public enum Finding: Sendable, Hashable {
    /// No cell leaves a doubt.
    case clear
    /// Every cell in doubt is to be read so.
    case decided(DateOrder)
    /// Several orders fit every cell: a question for a person. In the order of `DateOrder.allCases`.
    case open([DateOrder])
    /// No one order fits all cells: `25/04/2024` beside `04/25/2024`. What is in doubt stays so.
    case contradictory
  }

  private var fitting = Set(DateOrder.allCases)
  /// Cells that mean different days in different orders.
  public private(set) var doubtful = 0
  /// The first of them as written, to show when asking; a value of the list, not for any log.
  public private(set) var example: String?

  /// Whether a cell tells a time of day other than 00:00: where none does, the column holds days, whatever a program made of
  /// them.
  public private(set) var tellsTimes = false

  /// A survey that has seen nothing.
  public init() {}

  /// Takes the next cell of the column.
  public mutating func add(_ cell: Cell) {
    if !tellsTimes { tellsTimes = cell.time == .other }
    guard case .text(let text) = cell, !Self.beginsWithYear(text) else { return }
    let readings = DateText(text).readings
    // What is no date in any order says nothing of the others, nor does one day in several.
    guard let first = readings.values.first else { return }
    let isOneDay = readings.values.allSatisfy { $0 == first }
    guard !isOneDay || readings.count == 1 else { return }
    fitting.formIntersection(readings.keys)
    guard !isOneDay else { return }
    doubtful += 1
    if example == nil { example = text }
  }

  /// What the cells so far say.
  public var finding: Finding {
    if doubtful == 0 { return .clear }
    let orders = DateOrder.allCases.filter(fitting.contains)
    return switch orders.count {
    case 0: .contradictory
    case 1: .decided(orders[0])
    default: .open(orders)
    }
  }

  /// The order to clean the column with, where the column itself tells.
  public var order: DateOrder? {
    if case .decided(let order) = finding { order } else { nil }
  }

  private static func beginsWithYear(_ text: String) -> Bool {
    let start = text.utf8.prefix(4)
    return start.count == 4 && start.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}
