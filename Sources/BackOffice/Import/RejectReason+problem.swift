import Domain
import Spreadsheets

extension RejectReason {
  init(_ problem: PhoneProblem) {
    self =
      switch problem {
      case .noNumber: .noNumber
      case .digitsLost: .digitsLost
      case .numberTooLong: .numberTooLong
      case .notANumber: .notANumber
      case .needsAreaCode: .needsAreaCode
      case .formulaError: .formulaError
      }
  }

  init(_ problem: KeyProblem) {
    self =
      switch problem {
      case .digitsLost: .digitsLost
      case .numberTooLong: .numberTooLong
      }
  }

  init(_ problem: DateProblem) {
    self =
      switch problem {
      case .unreadable: .dateUnreadable
      case .ambiguous: .dateAmbiguous
      case .outOfRange: .dateOutOfRange
      }
  }
}
