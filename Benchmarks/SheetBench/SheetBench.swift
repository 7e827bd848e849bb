import Glibc
import Spreadsheets

/// One job on a table, and what it took: `SheetBench read|write|open FILE [ROWS]`.
///
/// Prints rows, processor seconds, seconds on the wall, peak memory in MiB and the outcome, with tabs between. A process
/// does one job, because memory is the peak of a process; processor seconds are the figure to trust on a machine that
/// has other work. `scripts/bench` makes the files, runs the jobs and knows the limits; tests run `open` on bombs.
@main
struct SheetBench {
  static func main() {
    let words = CommandLine.arguments
    guard words.count > 2, let job = Job(rawValue: words[1]) else {
      fail("usage: SheetBench read|write|open FILE [ROWS]", status: 2)
    }
    do {
      let begin = ContinuousClock.now
      let (rows, outcome) = try job.run(words[2], rows: words.count > 3 ? Int(words[3]) : nil)
      let wall = (ContinuousClock.now - begin) / .seconds(1)
      print("\(rows)\t\(processorSeconds)\t\(wall)\t\(peakMebibytes)\t\(outcome)")
    } catch {
      fail("\(error)", status: 1)
    }
  }

  private static func fail(_ reason: String, status: Int32) -> Never {
    let line = Array((reason + "\n").utf8)
    _ = unsafe Glibc.write(2, line, line.count)
    exit(status)
  }

  private static var processorSeconds: Double {
    var usage = rusage()
    unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }

  /// The most memory this process ever held; getrusage would tell the parent's where that was larger.
  private static var peakMebibytes: Int {
    guard let file = unsafe fopen("/proc/self/status", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while unsafe fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("VmHWM:") { return (Int(text.filter(\.isNumber)) ?? 0) / 1024 }
    }
    return 0
  }
}

/// What can be measured.
enum Job: String {
  /// A file's first sheet to typed rows.
  case read
  /// Rows of ten columns to a workbook, which is removed again.
  case write
  /// All sheets of a file that may be an attack; a refusal is an outcome.
  case open

  func run(_ path: String, rows: Int?) throws -> (rows: Int, outcome: String) {
    switch self {
    case .read: return (try Self.read(try TableFile.open(path), sheets: 0..<1), "read")
    case .write: return (try Self.write(rows ?? 500_000, to: path), "written")
    case .open:
      do {
        let file = try TableFile.open(path)
        return (try Self.read(file, sheets: file.sheets.indices), "read")
      } catch let error as SpreadsheetError {
        return (0, "refused: \(error)")
      }
    }
  }

  /// Every text is looked at, so that nothing is left out by the compiler.
  private static func read(_ file: TableFile, sheets: Range<Int>) throws -> Int {
    var rows = 0
    var bytes = 0
    for sheet in sheets {
      try file.readRows(of: sheet) { row in
        rows += 1
        for case .text(let text) in row.cells { bytes &+= text.utf8.count }
        return true
      }
    }
    return bytes < 0 ? 0 : rows
  }

  private static func write(_ rows: Int, to path: String) throws -> Int {
    let writer = try WorkbookWriter(path, properties: WorkbookProperties(title: "名单", createdUnixSeconds: 0))
    let kinds: [OutputColumn.Kind] = [.integer, .text, .code, .text, .text, .text, .text, .code, .text, .integer]
    try writer.addSheet("名单", columns: kinds.enumerated().map { OutputColumn("列\($0.offset)", $0.element) })
    for row in 1...rows {
      try writer.append([
        .integer(row), .text("王小\(row % 400)"), .text("139\(10_000_000 + row)"),
        .text("昆明市人民路\(row % 7_000)号\(row % 7 + 1)单元"), .text("咨询"), .text("客户来电反映第\(row % 997)号问题，请尽快处理并回访"),
        .text("五一路网点"), .text("5301\(row % 65_536)"), .text("已办结"), .integer(row % 9_973),
      ])
    }
    _ = try writer.finish()
    unsafe unlink(path)
    return rows
  }
}
