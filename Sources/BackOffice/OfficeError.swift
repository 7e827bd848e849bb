import Domain
import FoundationEssentials

/// Why the office did not do as asked. The command line puts it into words and an exit code.
public enum OfficeError: Error, Sendable {
  /// Another process does this job right now.
  case locked(OfficeJob)
  /// No order has this number.
  case noSuchOrder(OrderNumber)
  /// The order or its process refuses.
  case refused(OrderNumber, OrderRefusal)
  /// No process of this name is published.
  case noSuchProcess(String, known: [String])
  /// The process does not open an order with what was said: all that is wrong with it.
  case opening(ProcessKey, [OpeningProblem])
  /// The caller is blocked for the service.
  case callerBlocked(PartyID, PartyMark)
  /// An order of the process has this key already.
  case keyTaken(String, by: OrderNumber)
  /// No import begins with this id, or several do.
  case noSuchBatch(String, candidates: [UUID])
  /// The import is half taken back: an undo was cut off.
  case undoCutOff(UUID)
  /// The import was undone already.
  case alreadyUndone(UUID)
  /// Others kept changing the same thing; nothing was written.
  case keepsChanging(String)
  /// A number or date given by hand is not one.
  case unusable(field: String, value: String, reason: String)
  /// Nobody in the book has this id or number.
  case noSuchParty(String)
  /// Several in the book have this number, or an id that begins so.
  case severalParties(String, candidates: [PartyID])
  /// The book does not change so.
  case bookRefused(PartyID, PartyRefusal)
  /// Somebody else in the book has this number.
  case numberTaken(String, by: PartyID)
  /// Somebody still has to work on these orders of whom is to be forgotten.
  case stillOpen(Subject, [OrderNumber])
  /// The number of a case holds a telephone number of whom it is about.
  case referenceQuotesNumber(CaseReference)
  /// Neither an order, nor an event, a command, an import or a party has this id.
  case nothingToTrace(String)
  /// No command of this id did anything to an order.
  case noSuchCommand(String)
  /// The command was an import, which is taken back as one.
  case undoImport(UUID)
  /// No region table says whose area it is; codes of areas that there are.
  case noAreaOf(OrderNumber, known: [String])
  /// The process has no action that merges orders.
  case cannotMerge(OrderNumber, ProcessKey)
  /// The process has no action that ends an order, so finished ones cannot be taken in.
  case cannotFinish(ProcessKey)
  /// The actor lacks a right, or is nobody who works here.
  case notAllowed(Denial)
  /// The office has switched this function off.
  case switchedOff(OfficeFunction)
  /// The tree or the people of the office stay as they are.
  case organisation(OrganisationRefusal)
  /// A part or an article stays as it is.
  case catalogue(Entry.Kind, EntryRefusal)
  /// Something configured is not there, or does not fit.
  case definition(DefinitionRefusal)
}
