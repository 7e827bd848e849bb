import Domain
import FoundationEssentials
import Spreadsheets

/// A workbook of units or of people, read into rows of texts.
struct OrganisationSheet {
  /// A row: its number and, by field, what stands there; an empty text for an empty cell, nothing where there is no column.
  struct Row {
    let number: Int
    let texts: [String: String]
    /// The fields that would be no codes, for digits of theirs are lost.
    let lost: Set<String>

    /// The first of these fields that is no code any more.
    func lostCode(of fields: String...) -> OrganisationListProblem? {
      fields.first(where: lost.contains).map {
        OrganisationListProblem(row: number, refusal: .digitsLost(texts[$0] ?? ""))
      }
    }
  }

  let rows: [Row]

  /// Reads the first sheet that has the heading.
  ///
  /// - Parameter target: whose columns they are, where `import targets` lists them.
  /// - Throws: ``ListProblem``, `SpreadsheetError`.
  init(_ path: String, fields: [HeaderField], of target: ImportTargetInfo? = nil) throws {
    let file = try TableFile.open(path)
    var missing: (match: HeaderMatch, sheet: Int)?
    for sheet in file.sheets.indices {
      var first: [TableRow] = []
      try file.readRows(of: sheet) { row in
        first.append(row)
        return first.count < Header.searchDepth + 10
      }
      guard let match = Header.find(in: first, fields: fields) else { continue }
      if let ambiguous = match.ambiguous.first {
        throw ListProblem.ambiguousColumns(
          path: path, sheet: file.sheets[sheet].name, field: ambiguous.field,
          headings: ambiguous.columns.map { match.headings[$0] }, columns: ambiguous.columns)
      }
      guard match.missing.isEmpty else {
        missing = (match, sheet)
        continue
      }
      var rows: [Row] = []
      try file.readRows(of: sheet) { row in
        guard row.number >= match.firstDataRow, !row.isBlank else { return true }
        let texts = match.columns.mapValues { column in
          row[column].shown.split(separator: "\n").joined(separator: " ").trimmingBlanks
        }
        let lost = match.columns.filter { row[$0.value].keyProblem != nil }.map(\.key)
        rows.append(Row(number: row.number, texts: texts, lost: Set(lost)))
        return true
      }
      self.rows = rows
      return
    }
    if let missing {
      throw ListProblem.missingColumns(
        path: path, sheet: file.sheets[missing.sheet].name, row: missing.match.row,
        missing: Self.shown(fields.filter { missing.match.missing.contains($0.name) }),
        headings: missing.match.headings)
    }
    let (sheets, required) = (file.sheets.map(\.name), fields.filter(\.required))
    if let target {
      throw ListProblem.noHeadingOf(target, path: path, sheets: sheets, enough: required.map(\.name))
    }
    throw ListProblem.noHeading(path: path, sheets: sheets, wanted: Self.shown(required))
  }

  /// What stands above such columns in Chinese, and the name that always does.
  private static func shown(_ fields: [HeaderField]) -> [String] {
    fields.map { field in field.synonyms.first.map { "\($0) (\(field.name))" } ?? field.name }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension OrganisationSheet {
  /// The columns of a list of units.
  static let unitFields = ImportTargetInfo.units.fields.map(\.header)

  /// The columns of a list of people.
  static let staffFields = [
    HeaderField(name: "code", synonyms: ["代码", "工号", "编号"], required: true),
    HeaderField(name: "name", synonyms: ["姓名"]),
    HeaderField(name: "unit", synonyms: ["单位", "部门", "所在单位"], required: true),
    HeaderField(name: "post", synonyms: ["岗位", "职务"]), HeaderField(name: "login", synonyms: ["登录名", "用户名"]),
    HeaderField(name: "phone", synonyms: ["电话", "联系电话"]), HeaderField(name: "mail", synonyms: ["邮箱", "email"]),
    HeaderField(name: "roles", synonyms: ["角色"]),
  ]

  /// The rows as units; those without a usable code are problems.
  func units() -> (rows: [UnitListRow], problems: [OrganisationListProblem]) {
    var (units, problems): ([UnitListRow], [OrganisationListProblem]) = ([], [])
    for row in rows {
      if let problem = row.lostCode(of: "code", "parent") {
        problems.append(problem)
        continue
      }
      guard let unit = row.texts["code"].map(KeyText.visible).flatMap(UnitKey.init) else {
        problems.append(OrganisationListProblem(row: row.number, refusal: .badCode(row.texts["code"] ?? "")))
        continue
      }
      let change = UnitChanged(
        unit: unit, name: row.texts["name"], phone: row.texts["phone"], head: row.texts["head"],
        kind: row.texts["kind"])
      units.append(
        UnitListRow(
          row: row.number, unit: unit, parent: row.texts["parent"].map(KeyText.visible).flatMap(UnitKey.init),
          change: change,
          calendar: row.texts["calendar"]))
    }
    return (units, problems)
  }

  /// The rows as people. Roles are written `dispatcher@city agent`; without a unit they are over that of the person.
  func staff() -> (rows: [StaffListRow], problems: [OrganisationListProblem]) {
    var (staff, problems): ([StaffListRow], [OrganisationListProblem]) = ([], [])
    for row in rows {
      if let problem = row.lostCode(of: "code", "unit") {
        problems.append(problem)
        continue
      }
      guard let key = row.texts["code"].flatMap(StaffKey.init) else {
        problems.append(OrganisationListProblem(row: row.number, refusal: .badCode(row.texts["code"] ?? "")))
        continue
      }
      guard let unit = row.texts["unit"].flatMap(UnitKey.init) else {
        problems.append(
          OrganisationListProblem(row: row.number, refusal: .noSuchUnit(row.texts["unit"] ?? "", nearest: nil)))
        continue
      }
      let roles = row.texts["roles"]?.split(whereSeparator: { $0.isWhitespace || ",;，；、".contains($0) }).map { word in
        let parts = word.split(separator: "@", maxSplits: 1).map(String.init)
        return RoleGranted(
          role: RoleKey(rawValue: parts.first ?? ""), unit: parts.count > 1 ? UnitKey(parts[1]) ?? unit : unit)
      }
      staff.append(
        StaffListRow(
          row: row.number, staff: key, unit: unit,
          correction: StaffCorrected(
            post: row.texts["post"], login: row.texts["login"],
            card: StaffCard(name: row.texts["name"], phone: row.texts["phone"], mail: row.texts["mail"])),
          roles: roles))
    }
    return (staff, problems)
  }
}
