import Domain
import FoundationEssentials

extension Session {
  /// Changes what is recorded of an order, and fields of its form, which are codes or words as they were taken down.
  public func edit(
    _ no: OrderNumber, _ edit: OrderEdit, form: [String: String], at instant: Date, isRehearsal: Bool = false
  ) async throws -> Outcome {
    try await work("order \(no)", at: instant, isRehearsal: isRehearsal, bulk: nil) { work in
      let sheet = try await work.take(no)
      var edit = edit
      for (name, typed) in form { try Self.put(name, typed, into: &edit, sheet) }
      if let category = edit.codes["category"], !category.isEmpty, let tree = sheet.process.categories,
        let known = work.definitions.categories(tree), !known.isChoosable(category)
      {
        let takes = known.all.map(\.node).filter { known.isChoosable($0.key) }.map(\.key)
        throw OfficeError.refused(no, .badValue(field: "category", value: category, takes: takes))
      }
      try await work.perform(.edit(edit), on: no)
      return no
    }
  }

  /// A field as the form has it that asked for it: a code, or words.
  private static func put(
    _ name: String, _ typed: String, into edit: inout OrderEdit, _ sheet: OrderWork.Sheet
  ) throws {
    let forms = [sheet.process.form] + sheet.process.actions.map(\.asks)
    guard let field = forms.lazy.compactMap({ $0.field(name) }).first else {
      let known = forms.flatMap(\.fields).map(\.name.rawValue)
      guard sheet.order.words?.fields?[name] != nil || known.isEmpty else {
        throw OfficeError.refused(sheet.order.no, .unknownField(name, known: known))
      }
      edit.words[name] = typed
      return
    }
    do throws(Form.Problem) {
      let value = typed.isEmpty ? "" : try field.read(typed)
      if field.isPersonal { edit.words[name] = value } else { edit.codes["form.\(name)"] = value }
    } catch {
      throw OfficeError.refused(sheet.order.no, .form("edit", [error]))
    }
  }
}
