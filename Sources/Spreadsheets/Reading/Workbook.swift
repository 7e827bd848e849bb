/// A workbook's directory: its sheets, and what every sheet needs to be read.
struct Workbook: Sendable {
  struct Sheet: Sendable {
    let info: SheetInfo
    /// The part's normalised name in the container.
    let part: String
  }

  fileprivate(set) var sheets: [Sheet] = []
  /// Names of charts, dialogs and macro sheets.
  fileprivate(set) var otherSheets: [String] = []
  fileprivate(set) var countsFrom1904 = false
  fileprivate(set) var styles = Styles()
  fileprivate(set) var strings = SharedStrings()

  /// Reads everything but the sheets themselves; shared strings are kept, some 20 bytes each and their text.
  init(_ zip: borrowing ZipArchive) throws {
    let part = try Self.workbookPart(zip)
    guard let entry = zip.entries[part] else {
      throw SpreadsheetError.broken(zip.file, part: Wording(part), reason: .missing)
    }
    let reader = WorkbookReader()
    do {
      try zip.parse(entry, limit: ZipArchive.Limit.other, into: reader)
    } catch WorkbookReader.NotAWorkbook.root {
      throw SpreadsheetError.notASpreadsheet(
        zip.file, is: Wording(zh: "另一种 Office 文档", en: "another kind of Office document"))
    }
    countsFrom1904 = reader.countsFrom1904
    let relationships = try Relationships(of: part, in: zip)
    try addSheets(reader, relationships, zip)
    if let entry = relationships.first("styles").flatMap({ zip.entries[$0] }) {
      let reader = StylesReader()
      try zip.parse(entry, limit: ZipArchive.Limit.other, into: reader)
      styles = reader.styles
    }
    if let entry = relationships.first("sharedStrings").flatMap({ zip.entries[$0] }) {
      let reader = SharedStringsReader()
      try zip.parse(entry, limit: ZipArchive.Limit.sharedStrings, into: reader)
      strings = reader.strings
    }
  }

  private mutating func addSheets(
    _ reader: WorkbookReader, _ relationships: Relationships, _ zip: borrowing ZipArchive
  ) throws(SpreadsheetError) {
    var parts: Set<String> = []
    for (position, sheet) in reader.sheets.enumerated() {
      // Chart, dialog and macro sheets have no rows.
      guard let target = relationships[sheet.relationship], target.kind == "worksheet" else {
        otherSheets.append(sheet.name)
        continue
      }
      guard zip.entries[target.part] != nil else {
        throw .broken(
          zip.file, part: Wording(target.part),
          reason: Wording(zh: "缺少工作表 \(sheet.name)", en: "the sheet \(sheet.name) is missing"))
      }
      guard parts.insert(target.part).inserted else {
        throw .broken(
          zip.file, part: .workbook,
          reason: Wording(zh: "两张工作表是同一份内容：\(sheet.name)", en: "two sheets are one and the same: \(sheet.name)"))
      }
      var info = SheetInfo(name: sheet.name, visibility: sheet.visibility)
      info.hasAutoFilter = reader.filteredSheets.contains(position)
      sheets.append(Sheet(info: info, part: target.part))
    }
    if sheets.isEmpty, !reader.sheets.contains(where: { relationships[$0.relationship] != nil }) {
      throw .broken(zip.file, part: .workbook, reason: Wording(zh: "没有工作表", en: "it has no sheets"))
    }
  }

  /// Where the workbook lies; a container whose root relationships are lost usually has it at its usual place.
  private static func workbookPart(_ zip: borrowing ZipArchive) throws -> String {
    let usual = "xl/workbook.xml"
    if let root = zip.entries["_rels/.rels"] {
      // Damaged bytes are refused; bad XML is not worth refusing a workbook that lies where they all lie.
      try zip.check(root, limit: ZipArchive.Limit.other)
      let named = (try? Relationships(of: "", in: zip))?.first("officeDocument")
      if let named, zip.entries[named] != nil { return named }
    }
    guard zip.entries[usual] != nil else {
      throw SpreadsheetError.broken(
        zip.file, part: .container, reason: Wording(zh: "里面没有工作簿", en: "there is no workbook in it"))
    }
    return usual
  }
}

/// Reads `xl/workbook.xml`.
///
///     <workbook><workbookPr date1904="1"/>
///       <sheets><sheet name="名单" sheetId="1" state="hidden" r:id="rId1"/></sheets>
///       <definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">…
final class WorkbookReader: XMLHandler {
  /// The root is another document's: a presentation or a text.
  enum NotAWorkbook: Error { case root }

  private(set) var sheets: [(name: String, visibility: SheetInfo.Visibility, relationship: String)] = []
  /// The most seen in a public workbook is a few hundred.
  private static let maximumSheets = 10_000

  private(set) var filteredSheets: Set<Int> = []
  private(set) var countsFrom1904 = false
  private var isAtRoot = true

  override func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
    let isOurs = name.vocabulary == .sheet
    switch name {
    case "workbook" where isOurs: break
    case "workbookPr" where isOurs: countsFrom1904 = attributes["date1904"]?.isTrue ?? false
    case "sheet" where isOurs:
      guard let relationship = attributes.relationshipID else { break }
      guard sheets.count < Self.maximumSheets else {
        throw XMLProblem.unexpected(
          Wording(zh: "工作表超过 \(Self.maximumSheets) 张", en: "it has more than \(Self.maximumSheets) sheets"))
      }
      // An unknown state is not shown by Excel either.
      let state = attributes["state"]?.start ?? "visible"
      sheets.append(
        (attributes["name"]?.string ?? "", SheetInfo.Visibility(rawValue: state) ?? .hidden, relationship.string))
    case "definedName" where isOurs:
      guard attributes["name"]?.string == "_xlnm._FilterDatabase" else { break }
      if let sheet = attributes["localSheetId"]?.integer { filteredSheets.insert(sheet) }
    default: if isAtRoot { throw NotAWorkbook.root }
    }
    isAtRoot = false
  }
}
