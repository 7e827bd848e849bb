import Domain
import FoundationEssentials
import Projections
import Spreadsheets

/// The call list of a campaign in Excel: what it is made of, going out and coming back.
enum WorkList {
  /// One column.
  enum Column: Int, CaseIterable {
    case no, name, number, others, address, attempts, due, outcome, note

    /// Both languages: a list goes to whoever calls.
    var heading: String {
      switch self {
      case .no: "工单号 No"
      case .name: "姓名 Name"
      case .number: "电话 Number"
      case .others: "其他号码 Other numbers"
      case .address: "地址 Address"
      case .attempts: "已呼叫次数 Attempts"
      case .due: "期限 Due"
      case .outcome: "结果 Outcome"
      case .note: "备注 Note"
      }
    }

    var kind: OutputColumn.Kind {
      switch self {
      case .no, .number, .others: .code
      case .attempts: .integer
      case .due: .dateTime
      case .name, .address, .outcome, .note: .text
      }
    }

    /// By which words its heading is known when it comes back.
    var field: HeaderField {
      let words = heading.split(separator: " ", maxSplits: 1).map(String.init)
      return HeaderField(name: "\(self)", synonyms: [heading] + words, required: self == .no || self == .outcome)
    }
  }

  /// The columns of a list that says who gets what.
  static let receiverFields = [
    HeaderField(name: "no", synonyms: ["工单号", "no", "order", "工单号 No"], required: true),
    HeaderField(name: "to", synonyms: ["承办人", "分配给", "to", "assignee", "staff"], required: true),
  ]

  /// A row of a file, by field.
  struct Row {
    let number: Int
    let cells: [String: String]

    subscript(_ field: String) -> String { cells[field] ?? "" }
  }

  /// The rows below the heading of the first sheet that has one.
  ///
  /// - Throws: ``ListProblem``.
  static func rows(_ path: String, _ fields: [HeaderField]) throws -> [Row] {
    do {
      let file = try TableFile.open(path)
      for sheet in file.sheets.indices where !file.sheets[sheet].isHidden {
        var first: [TableRow] = []
        _ = try file.readRows(of: sheet) { row in
          first.append(row)
          return first.count < Header.searchDepth
        }
        guard let heading = Header.find(in: first, fields: fields), heading.missing.isEmpty else { continue }
        var rows: [Row] = []
        _ = try file.readRows(of: sheet) { row in
          guard row.number >= heading.firstDataRow, !row.isBlank else { return true }
          let cells = heading.columns.mapValues { trimmed(row[$0].shown) }
          if cells.values.contains(where: { !$0.isEmpty }) { rows.append(Row(number: row.number, cells: cells)) }
          return true
        }
        return rows
      }
      throw ListProblem.noHeading(path: path, sheets: file.sheets.map(\.name), wanted: fields.map { $0.synonyms[0] })
    } catch let error as SpreadsheetError {
      throw ListProblem.file(error)
    }
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}

/// What became of a row that came back.
public struct TakenRow: Sendable {
  /// How it was judged.
  public enum Verdict: String, Sendable {
    /// Its result is in.
    case accepted
    /// It is as it was: no result, or one that is in already.
    case unchanged
    /// It is not taken; the reason says why.
    case rejected
  }

  /// Why a row is not taken.
  public enum Reason: Sendable {
    /// No order has this number.
    case unknownOrder
    /// The order is not of this campaign.
    case otherCampaign
    /// A note without a result.
    case noOutcome
    /// That cannot come of a call; what can.
    case noSuchOutcome(known: [NamedOutcome])
    /// A result without the number of calls that it came after.
    case noAttempts
    /// Somebody recorded a result after the list went out.
    case doneSince
    /// A row above has a result for the same target.
    case twiceInList(row: Int)
    /// The order, its process or the rights refuse.
    case refused(OfficeError)
  }

  /// The row in the file, from 1.
  public let row: Int
  /// The number as it stands there.
  public let no: String
  /// How it was judged.
  public let verdict: Verdict
  /// Why it is not taken.
  public let reason: Reason?
}
