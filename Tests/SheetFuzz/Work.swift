import Foundation
import Spreadsheets
import TestSeeds

/// Case after case: a file of the folders, broken, written down, read.
struct Work {
  private let options: FuzzOptions
  private let files: [Sample]

  init(_ options: FuzzOptions) throws {
    self.options = options
    files = try options.folders.flatMap(Sample.all)
  }

  func run(from first: Int) throws {
    let begin = ContinuousClock.now
    var number = first
    while (ContinuousClock.now - begin) / .seconds(1) < options.seconds {
      var random = Seeded(options.seed &* 1_000_003 &+ UInt64(number))
      let sample = random.pick(files)
      let bytes = sample.broken(&random)
      let path = options.out + (sample.isWorkbook ? "/case.xlsx" : "/case.csv")
      for name in ["case.xlsx", "case.csv"] where path != options.out + "/" + name {
        try? FileManager.default.removeItem(atPath: options.out + "/" + name)
      }
      try Data(bytes).write(to: URL(filePath: path))
      try Data("\(Memory.processorSeconds)".utf8).write(to: URL(filePath: options.out + "/begun"))
      // Before the reading: what is said of a case must be known when it dies.
      say("\(number)")
      Memory.resetPeak()
      let result = Case.read(path)
      if case .unexpected(let error) = result { return say("throws what is not the reader's: \(error)") }
      let peak = Memory.peakMebibytes
      if peak > 512 { return say("takes \(peak) MiB") }
      number += 1
    }
  }

  private func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}

/// How reading a file ends.
enum Case: CustomStringConvertible {
  case read(rows: Int)
  case refused(SpreadsheetError)
  case unexpected(any Error)

  /// Every row of the first sheets, every cell as a person sees it, and the survey.
  static func read(_ path: String) -> Case {
    var rows = 0
    do {
      let file = try TableFile.open(path)
      var shown = 0
      for sheet in file.sheets.indices.prefix(12) {
        try file.readRows(of: sheet) { row in
          rows += 1
          for cell in row.cells { shown &+= cell.shown.utf8.count }
          return rows < 200_000
        }
        _ = try file.survey(sheet)
        try file.check(sheet)
      }
      return .read(rows: rows)
    } catch let error as SpreadsheetError {
      return .refused(error)
    } catch {
      return .unexpected(error)
    }
  }

  var description: String {
    switch self {
    case .read(let rows): "read: \(rows) rows"
    case .refused(let error): "refused: \(error)"
    case .unexpected(let error): "unexpected: \(error)"
    }
  }
}

/// What this process takes.
enum Memory {
  static var processorSeconds: Double {
    var usage = rusage()
    unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }

  /// Since the last reset.
  static var peakMebibytes: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) / 1024
  }

  static func resetPeak() {
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
  }
}
