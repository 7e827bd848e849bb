import Domain

/// Why a report's file cannot be held against the log.
public enum ReportProofError: Error, Sendable, Equatable {
  /// It says nothing of where it comes from.
  case noStamp(path: String)
  /// A csv has no room for where it comes from.
  case noRoom(path: String)
  /// It is no workbook and no document that a report is written as.
  case notAReport(path: String, reason: String)
  /// What it says of itself makes no sense.
  case unreadable(String)
  /// It was made from another log.
  case otherLog(position: Int64, head: Int64)
  /// It was made from this log, and somebody wrote another position into it.
  case positionEdited(Int64, is: Int64)
  /// What it says of itself was edited, so nobody knows what it was made from.
  case stampEdited
  /// It was made from a later state of the log than this copy has.
  case beyondHead(Int64, head: Int64)
  /// It was made from a log that began as this one and went on otherwise.
  case otherHistory(position: Int64)
  /// Its report is not known here.
  case unknownReport(String, known: [String])
  /// Whoever made it saw more than who asks.
  case seesLess(viewer: String)
  /// Two files to compare are of different reports.
  case otherReport(String, String)
  /// No event was recorded by then, or the position is past the head.
  case noSuchPosition(Int64, head: Int64)
}

extension ReportProofError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String { words.en }

  /// One sentence in both languages: the thing, the reason, the way out.
  public var words: Words {
    switch self {
    case .noStamp(let path):
      Words(
        zh: "\(path) 没有出处信息：不是 hotline 的报表，或属性已被删除；请用原始文件",
        en:
          "\(path) does not say where it comes from: it is no report of hotline, or its properties were removed; use the original file"
      )
    case .noRoom(let path):
      Words(
        zh: "\(path) 是 csv，没有地方写出处；需要核验的报表请用 -o FILE.xlsx 或 --format json",
        en:
          "\(path) is a csv, which has no room for where it comes from; make reports to be verified with -o FILE.xlsx or --format json"
      )
    case .notAReport(let path, let reason):
      Words(zh: "\(path) 读不出报表：\(reason)", en: "\(path) cannot be read as a report: \(reason)")
    case .unreadable(let what):
      Words(
        zh: "文件的出处信息有误（\(what)）；请用原始文件",
        en: "what the file says of itself makes no sense (\(what)); use the original file")
    case .otherLog(let position, let head):
      Words(
        zh: "报表出自另一个日志：位置 \(position) 的链式哈希不同（本日志到 \(head)）；请在制作它的办公室核验",
        en:
          "the report was made from another log: its chain hash at position \(position) is not this log's (which reaches \(head)); verify it where it was made"
      )
    case .positionEdited(let said, let position):
      Words(
        zh: "文件中的日志位置被改成了 \(said)：按链式哈希它出自位置 \(position)；请用原始文件",
        en:
          "the log position in the file was edited: it says \(said), and by its chain hash it was made at \(position); use the original file"
      )
    case .stampEdited:
      Words(
        zh: "文件的出处信息制作后被改动，无法得知它出自哪里；请用原始文件",
        en:
          "what the file says of itself was edited since it was made, so it cannot be made again; use the original file"
      )
    case .beyondHead(let position, let head):
      Words(
        zh: "报表出自日志位置 \(position)，而本日志只到 \(head)：它出自另一个日志，或本日志是从较早的备份恢复的",
        en:
          "the report was made at log position \(position), and this log reaches only \(head): it comes from another log, or this one was restored from an older backup"
      )
    case .otherHistory(let position):
      Words(
        zh: "报表出自本日志，但位置 \(position) 处的内容已不同：日志从备份恢复后另有续写，或被篡改；请运行 hotline log verify",
        en:
          "the report was made from this log, which reads otherwise at position \(position) now: it was restored and went on otherwise, or was altered; hotline log verify tells"
      )
    case .unknownReport(let key, let known):
      Words(
        zh: "当时的日志里没有报表 \(key) 的定义；已知的有：\(known.joined(separator: "、"))",
        en: "no definition of the report \(key) is known at its position; there are: \(known.joined(separator: ", "))")
    case .seesLess(let viewer):
      Words(
        zh: "报表由 \(viewer) 制作，其可见范围比您大，无法替您重做；请由可见范围相同的人核验",
        en:
          "the report was made by \(viewer), who sees more than you, so it cannot be made again for you; ask somebody who sees as much"
      )
    case .otherReport(let a, let b):
      Words(zh: "两个文件不是同一报表：\(a)、\(b)", en: "the two files are of different reports, \(a) and \(b)")
    case .noSuchPosition(let position, let head):
      Words(
        zh: "日志没有位置 \(position)：到 \(head) 为止，最早为 1",
        en: "the log has no position \(position): it reaches from 1 to \(head)")
    }
  }
}
