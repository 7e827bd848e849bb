import ArgumentParser
import Foundation
import Spreadsheets

/// `hotline sheet …`: what a file holds, as an import would read it. Needs no database.
struct SheetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheet", abstract: "Look into a workbook or csv: what is read of it, cell for cell.",
    discussion: """
      Reads .xlsx, .xlsm and delimited text as an import would, needs no database, and writes nothing.

        hotline sheet show fixtures/outreach-list.xlsx
        hotline sheet dump fixtures/outreach-list.xlsx --format ndjson | head -3
      """,
    subcommands: [Show.self, Dump.self])

  /// The file and what to look at in it.
  struct FileOptions: ParsableArguments {
    @Argument(help: "The file: .xlsx, .xlsm or .csv.", completion: .file(extensions: ["xlsx", "xlsm", "csv", "txt"]))
    var file: String

    @Option(help: "Only this sheet, by its name or its number from 1.")
    var sheet: String?

    @Option(help: "Encoding of a csv, where the guess is wrong: UTF-8, GB18030 …")
    var encoding: String?

    /// The file, opened; what goes wrong is put into words.
    func open() throws -> TableFile {
      var known: TextEncoding?
      if let encoding {
        known = TextEncoding(encoding)
        guard known != nil else {
          throw Failure(
            .usage,
            Text(
              zh: "--encoding：没有编码 \(encoding)；请写 UTF-8、GB18030、UTF-16LE 等",
              en: "--encoding \(encoding) is not known; write UTF-8, GB18030, UTF-16LE …"))
        }
      }
      let (path, encoding) = (file, known)
      return try SheetCommand.explained { try TableFile.open(path, encoding: encoding) }
    }

    /// The sheets to look at, by index; all where none is named.
    func chosen(in table: TableFile) throws -> [Int] {
      guard let sheet else { return Array(table.sheets.indices) }
      if let index = table.sheets.firstIndex(where: { $0.name == sheet }) { return [index] }
      if let number = Int(sheet), table.sheets.indices.contains(number - 1) { return [number - 1] }
      let names = table.sheets.map(\.name)
      throw Failure(
        .usage,
        .unknown(Text(zh: "\(file) 中没有工作表 \(sheet)", en: "\(file) has no sheet \(sheet)"), sheet, in: names))
    }
  }

  /// The reader's errors in words.
  @discardableResult
  static func explained<R>(_ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch {
      throw Explanation.of(error)
    }
  }
}

/// A column's letters in Excel, from 0: `A`, `Z`, `AA`.
func columnName(_ index: Int) -> String {
  var name = ""
  var rest = index + 1
  while rest > 0 {
    name = String(UnicodeScalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + name
    rest = (rest - 1) / 26
  }
  return name
}
