import ArgumentParser
import BackOffice
import Domain
import Foundation
import Reports

extension ReportCommand {
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Make a report's file again from the log, and say where it differs.",
      discussion: """
        A workbook, JSON or HTML report says which log position, parameters and definitions it was made with. The report is \
        made again as of that position and held against the file cell by cell; the file may have been renamed, or saved \
        again by Excel or LibreOffice. Exit status 0: equal; 1: cells differ; 2: the file cannot be made again, and why; \
        4: whoever made it sees more than you. A csv has no room for all this.

        Examples:
          hotline report verify march.xlsx
          hotline report verify march.json --format json
        """)
    @Argument(help: "The report's file.", completion: .file(extensions: ["xlsx", "json", "html"])) var file: String
    @Option(help: ArgumentHelp("At most so many differing cells.", valueName: "count")) var limit = 100
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard limit > 0 else { throw ValidationError("--limit \(limit): write a number from 1 on") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      let line = RebuildProgressLine(console)
      let verdict = try await workplace.sitting { session in
        defer { line.finish() }
        return try await session.verify(
          try ReportFile.open(file), scratch: ReportWriting.scratch(), limit: limit, progress: { line.show($0) },
          write: ReportWriting.writer(console))
      }
      line.finish()
      try show(verdict, console)
      say(verdict, console)
      if !verdict.isEqual { throw ExitStatus.failed }
    }

    private func show(_ verdict: ReportVerdict, _ console: Console) throws {
      // An answer without differences is one line for a person and an empty list for a script.
      if verdict.isEqual, output.isTable { return }
      let listing = try Listing(
        title: Text(zh: "不同之处", en: "differences"),
        columns: [
          ListColumn("kind", Text(zh: "类别", en: "what")), ListColumn("sheet", Text(zh: "表", en: "sheet")),
          ListColumn("cell", Text(zh: "单元格", en: "cell"), .code),
          ListColumn("file", Text(zh: "文件中", en: "in the file")),
          ListColumn("log", Text(zh: "按日志", en: "by the log")),
        ], options: output, console: console, zone: .gmt)
      for difference in verdict.differences.first {
        let formula = Text(zh: "公式，没有保存结果", en: "a formula without a result")(console.language)
        try listing.append([
          .text(output.isForPeople ? difference.kind.words(console.language) : difference.kind.rawValue),
          .text(difference.sheet), .code(difference.address),
          .text(difference.isFormula ? formula : difference.found), .text(difference.expected),
        ])
      }
      try listing.finish()
    }

    private func say(_ verdict: ReportVerdict, _ console: Console) {
      let stamp = verdict.stamp
      let origin = Text(
        zh:
          "日志位置 \(stamp.position)，校验码 \(stamp.shortChecksum)，制作：\(stamp.viewer.isEmpty ? "？" : stamp.viewer)，\(stamp.program)",
        en:
          "log position \(stamp.position), checksum \(stamp.shortChecksum), made by \(stamp.viewer.isEmpty ? "?" : stamp.viewer), \(stamp.program)"
      )
      switch (verdict.isEqual, verdict.isIntact) {
      case (true, true):
        console.say(Text(zh: "\(file)：相同（\(origin.zh)）", en: "\(file): equal (\(origin.en))"))
      case (true, false):
        console.say(
          Text(
            zh: "\(file)：各单元格相同，但文件另存过，校验码已不符（\(origin.zh)）",
            en:
              "\(file): all cells equal; the file was saved again in another form, its checksum no longer fits (\(origin.en))"
          ))
      case (false, let isIntact):
        let count = verdict.differences.count
        let areCells = count == verdict.differences.cellCount
        let what =
          areCells
          ? Text(zh: "\(count) 个单元格不同", en: "\(count) \(count == 1 ? "cell differs" : "cells differ")")
          : Text(zh: "\(count) 处不同", en: "\(count) \(count == 1 ? "difference" : "differences")")
        let why =
          stamp.isEdited
          ? Text(
            zh: "文件的出处信息（位置、时间、参数等）制作后被改动",
            en: "what it says of itself (position, time, parameters) was edited since it was made")
          : isIntact
            ? Text(
              zh: "文件制作后未被改动：是日志、程序或定义不同",
              en: "no cell was edited since it was made: the log, the program or a definition is another one")
            : Text(zh: "文件制作后有单元格被改动", en: "cells were edited since it was made")
        console.say(
          Text(
            zh: "\(file)：\(what.zh)；\(why.zh)（\(origin.zh)）", en: "\(file): \(what.en); \(why.en) (\(origin.en))"))
        if count > verdict.differences.first.count {
          console.say(
            Text(
              zh: "只列出前 \(verdict.differences.first.count) 个；--limit 可多列",
              en: "the first \(verdict.differences.first.count) are listed; --limit shows more"))
        }
      }
      if verdict.isEqual, stamp.isEdited {
        console.say(
          Text(
            zh: "文件的出处信息制作后被改动，但内容与其所称相符",
            en: "what it says of itself was edited since it was made; its cells are what it says now"))
      }
      if !verdict.otherFormulas.isEmpty {
        let ids = verdict.otherFormulas
        console.say(
          Text(
            zh: "文件所用的指标定义在当时的日志中没有：\(ids.joined(separator: "、"))",
            en: "definitions in the file that are not those of its position: \(ids.joined(separator: ", "))"))
      }
    }
  }
}

extension CellDifferences.Difference.Kind {
  /// What people call it.
  fileprivate func words(_ language: Language) -> String {
    let text =
      switch self {
      case .cell: Text(zh: "单元格", en: "cell")
      case .rowAdded: Text(zh: "多出的行", en: "row put in")
      case .rowMissing: Text(zh: "缺少的行", en: "row missing")
      case .rowsMoved: Text(zh: "行的次序变动（行数）", en: "rows in another order")
      case .sheetRenamed: Text(zh: "工作表改名", en: "sheet renamed")
      case .sheetMissing: Text(zh: "缺少的工作表", en: "sheet missing")
      case .sheetAdded: Text(zh: "不是报表的工作表", en: "sheet not ours")
      }
    return text(language)
  }
}
