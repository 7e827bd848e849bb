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
      for (field, value) in form {
        if sheet.order.form[field] != nil { edit.codes["form.\(field)"] = value } else { edit.words[field] = value }
      }
      try await work.perform(.edit(edit), on: no)
      return no
    }
  }
}
