/// Everything that can have happened, by the stream it is recorded in.
public enum DomainEvent: Sendable, Equatable {
  /// To an order.
  case order(OrderEvent)
  /// To a person or organisation in the book.
  case party(PartyEvent)
  /// To the organisation tree.
  case unit(UnitEvent)
  /// To a member of staff.
  case staff(StaffEvent)
  /// To an import or bulk action.
  case batch(BatchEvent)
  /// To something configured.
  case definition(DefinitionEvent)
  /// To a series of numbers.
  case numbering(NumberingEvent)
  /// To an outbound campaign.
  case campaign(CampaignEvent)
  /// To a list of people to write to.
  case mailing(MailingEvent)
  /// To a report that is made by itself.
  case reporting(ReportingEvent)
  /// To a part of the catalogue.
  case part(PartEvent)
  /// To an article of the knowledge base.
  case article(ArticleEvent)
}
