import Domain
import FoundationEssentials
import Spreadsheets

extension RowReader {
  /// The columns with numbers that are called, the preferred first.
  static let customerPhones = ["phone", "mobile", "phone2", "phone3", "mobile2", "workPhone", "homePhone"]

  /// What a row of a list of customers says.
  func readCustomer(_ row: TableRow) -> RowReading {
    var customer = ListedCustomer()
    var warnings: [RowWarning] = []
    do throws(Rejection) {
      for (field, name) in Self.words {
        let typed = field == .customerNumber ? try code(name, of: row) : text(name, of: row)
        guard let text = typed else { continue }
        guard field.allows(text) else { throw Rejection(.notACode, in: name) }
        customer.values[field] = text
      }
      customer.values[.kind] = try kind(of: row)?.rawValue
      for field in Self.customerPhones { warnings += try addPhones(field, .phone, of: row, to: &customer) }
      warnings += try addPhones("fax", .fax, of: row, to: &customer)
      try addMail(of: row, to: &customer)
      customer.isVIP = try flag("vip", of: row)
      customer.manager = text("manager", of: row)
      if let manager = customer.manager {
        guard known.isStaff(manager), manager.utf8.count <= 40 else {
          throw Rejection(.noSuchManager, in: "manager", nearest: known.nearestStaff(to: manager))
        }
      }
    } catch {
      return Self.isNote(row) ? .skipped(.note) : .rejected(error)
    }
    if let area = customer.values[.area], let warning = known.warning(ofArea: area) { warnings.append(warning) }
    let first = customer.ways.first { $0.kind == .phone }.map {
      ListRow.Identity(PartyCard.Phone(number: $0.words.value, extension: $0.words.extension))
    }
    if let typed = text("party", of: row) {
      guard let id = UUID(uuidString: typed) else {
        return Self.isNote(row) ? .skipped(.note) : .rejected(Rejection(.noSuchCustomer, in: "party"))
      }
      return .entry(
        ListRow(
          identity: .init(key: "party/\(id)"), number: first, party: PartyID(id), customer: customer, key: customer.key,
          warnings: warnings.distinct))
    }
    if let key = customer.key {
      // `合计 | 18`: nobody's number begins a row so. Whoever has a telephone beside it is somebody all the same.
      if Self.isNote(row), Self.isNote(key), customer.firstNumber.map({ $0.utf8.count < 8 }) != false {
        return .skipped(.note)
      }
      return .entry(
        ListRow(
          identity: .init(key: KeyText.folded(key)), number: first, customer: customer, key: key,
          warnings: warnings.distinct))
    }
    guard let first else { return Self.isNote(row) ? .skipped(.note) : .rejected(Rejection(.noIdentity)) }
    return .entry(ListRow(identity: first, customer: customer, warnings: warnings.distinct))
  }

  private static let words: [(PartyField, String)] = [
    (.customerNumber, "key"), (.name, "name"), (.address, "address"), (.area, "area"), (.category, "category"),
    (.tariff, "tariff"), (.product, "product"), (.preference, "preference"), (.note, "note"),
  ]

  private func addPhones(
    _ field: String, _ kind: ContactPoint.Kind, of row: TableRow, to customer: inout ListedCustomer
  ) throws(Rejection) -> [RowWarning] {
    let cell = layout.cell(field, of: row)
    guard !cell.isBlank else { return [] }
    // What the heading says of a number is worth keeping where there is more than one sort of them.
    let heading =
      field == "workPhone" || field == "homePhone"
      ? layout.heading.columns[field].map { layout.heading.headings[$0].filter { !$0.isWhitespace } } : nil
    switch phones.clean(cell) {
    case .failure(let problem): throw Rejection(RejectReason(problem), in: field)
    case .success(let numbers):
      for number in numbers {
        customer.add(
          .init(
            kind, ContactWords(value: number.number, extension: number.extension, label: number.label ?? heading)))
      }
      return RowWarning.all(of: numbers)
    }
  }

  private func addMail(of row: TableRow, to customer: inout ListedCustomer) throws(Rejection) {
    guard let text = text("mail", of: row) else { return }
    for part in text.split(whereSeparator: { $0.isWhitespace || ",;，；、".contains($0) }) {
      do throws(OfficeError) {
        customer.add(.init(.mail, try Session.contact(.mail, String(part), label: nil)))
      } catch {
        throw Rejection(.notAMail, in: "mail")
      }
    }
  }

  private func kind(of row: TableRow) throws(Rejection) -> PartyRegistered.Kind? {
    guard let text = text("kind", of: row)?.lowercased() else { return nil }
    switch text {
    case "person", "个人", "自然人", "居民", "private": return .person
    case "organisation", "organization", "company", "单位", "企业", "公司", "组织", "机构": return .organisation
    default: throw Rejection(.notAKind, in: "kind")
    }
  }

  private func flag(_ field: String, of row: TableRow) throws(Rejection) -> Bool? {
    if case .boolean(let value) = layout.cell(field, of: row) { return value }
    guard let text = text(field, of: row)?.lowercased() else { return nil }
    switch text {
    case "是", "yes", "y", "1", "true", "vip", "√", "有": return true
    case "否", "no", "n", "0", "false", "×", "无": return false
    default: throw Rejection(.notAFlag, in: field)
    }
  }
}
