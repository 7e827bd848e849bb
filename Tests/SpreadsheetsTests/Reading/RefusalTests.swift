import Foundation
import Spreadsheets
import Testing

@Suite struct RefusalTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func refusal(_ path: String) -> SpreadsheetError? {
    do {
      _ = try TableFile.open(path)
      return nil
    } catch {
      return error
    }
  }

  @Test func filesThatAreNoFilesAreNamed() throws {
    #expect(refusal(scratch.path + "/none.xlsx") == .notFound(scratch.path + "/none.xlsx"))
    #expect(refusal(scratch.path) == .isDirectory(scratch.path))
    let empty = try scratch.file("empty.xlsx", "")
    #expect(refusal(empty) == .empty(empty))
    let markOnly = try scratch.file("mark.csv", [0xEF, 0xBB, 0xBF])
    #expect(refusal(markOnly) == .empty(markOnly))
    #expect(refusal("/dev/null")?.words.zh == "/dev/null 无法读取：它是管道或设备，请先存成文件")
  }

  @Test(arguments: [
    ("%PDF-1.7\n", "a PDF document"), ("\n<!DOCTYPE html><table>", "HTML"), ("<html><table><tr><td>电话", "HTML"),
    ("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>", "Excel 2003"), ("Rar!..", "RAR"),
    ("\u{7F}ELF", "program"),
  ])
  func otherThingsAreNamedByTheirContent(content: String, kind: String) throws {
    for name in ["list.csv", "list.xlsx"] {
      let path = try scratch.file(UUID().uuidString + name, content)
      guard case .notASpreadsheet(path, let found)? = refusal(path) else {
        Issue.record("\(content) was not refused as what it is")
        continue
      }
      #expect(found.en.contains(kind))
    }
  }

  @Test func namesThatContradictTheContentAreRefused() throws {
    let workbook = try scratch.file("really.csv", MadeWorkbook(sheet: "<sheetData/>").bytes)
    #expect(refusal(workbook) == .misnamed(workbook, is: Wording(zh: "Excel 工作簿", en: "an Excel workbook"), ending: ".xlsx"))
    let text = try scratch.file("really.xlsx", "姓名,电话\n")
    #expect(refusal(text) == .misnamed(text, is: Wording(zh: "文本而不是工作簿", en: "text, not a workbook"), ending: ".csv"))
  }

  @Test func zipsWithoutAWorkbookAreNamed() throws {
    for (entry, kind) in [
      ("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("a.txt", "zip archive"),
    ] {
      var zip = MadeZip()
      zip.add(entry, "")
      let path = try scratch.file(UUID().uuidString + ".xlsx", zip.bytes)
      #expect(refusal(path)?.description.contains(kind) == true)
    }
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything"))
  func whatMayNotBeReadIsUnreadable() throws {
    let path = try scratch.file("locked.csv", "a,b\n")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(refusal(path)?.description.contains("permission denied") == true)
  }

  @Test(.enabled(if: Corpus.isPresent, "the shared corpus is absent"))
  func theCorpusOfOtherFormatsIsRefusedByName() throws {
    #expect(refusal(Corpus.other("date.xls")) == .oldExcel(Corpus.other("date.xls")))
    #expect(refusal(Corpus.other("SimpleWithFormula.xls")) == .oldExcel(Corpus.other("SimpleWithFormula.xls")))
    #expect(refusal(Corpus.other("any_sheets.xlsb")) == .binaryExcel(Corpus.other("any_sheets.xlsb")))
    #expect(refusal(Corpus.other("any_sheets.ods")) == .openDocument(Corpus.other("any_sheets.ods")))
  }

  @Test(.enabled(if: Corpus.isPresent, "the shared corpus is absent"))
  func encryptedWorkbooksAreNamed() throws {
    for name in ["040-encryptSHA1.xlsx", "041-encryptSHA512.xlsx", "057-encrypted.xlsx", "059-6_encrypted_libre.xlsx"] {
      #expect(refusal(Corpus.workbook(name)) == .encrypted(Corpus.workbook(name)))
    }
  }
}
