import Foundation
import Projections

/// A line of the board by units as values.
struct DeskWords {
  private let language: Language?

  /// - Parameter isForPeople: words for orders that nobody has, and a line of totals.
  init(isForPeople: Bool, _ language: Language) { self.language = isForPeople ? language : nil }

  static let columns =
    [ListColumn("unit", Text(zh: "单位", en: "unit"))]
    + BoardCell.allCases.map { cell in
      ListColumn(
        cell.rawValue, cell.words, .integer,
        style: { row in
          guard case .integer(let count) = row[1 + (BoardCell.allCases.firstIndex(of: cell) ?? 0)], count > 0 else {
            return nil
          }
          return cell.style
        })
    } + [ListColumn("oldestDue", Text(zh: "最早期限", en: "oldest due"), .instant, priority: 1)]

  func row(_ line: DeskLine) -> [Value] {
    let nobody = language.map { Text(zh: "（未分派）", en: "(nobody)")($0) }
    return values(line, name: line.unit ?? nobody)
  }

  /// The sum of all lines; `nil` for scripts, which add up by themselves, and for a single line.
  func total(_ lines: [DeskLine]) -> [Value]? {
    guard let language, lines.count > 1 else { return nil }
    let sum = lines.reduce(into: DeskLine(unit: nil)) { $0.add($1) }
    return values(sum, name: Text(zh: "合计", en: "total")(language))
  }

  private func values(_ line: DeskLine, name: String?) -> [Value] {
    [.text(name)] + BoardCell.allCases.map { .integer(line[$0]) } + [.instant(line.oldestDue)]
  }
}

extension BoardCell {
  /// What people call it.
  var words: Text {
    switch self {
    case .open: Text(zh: "在办", en: "open")
    case .unsigned: Text(zh: "待签收", en: "unsigned")
    case .running: Text(zh: "处理中", en: "running")
    case .returned: Text(zh: "退回", en: "returned")
    case .today: Text(zh: "今日到期", en: "due today")
    case .overdue: Text(zh: "逾期", en: "overdue")
    }
  }

  /// How a number above zero looks.
  var style: Style? {
    switch self {
    case .open, .running: nil
    case .unsigned, .today, .returned: .warning
    case .overdue: .overdue
    }
  }
}
